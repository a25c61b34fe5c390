internal import BeamFiles
internal import ErlangTerms
internal import Relups

/// Finds modules that are loaded in an order in which, for a while, one calls a function that another lacks.
///
/// While processes are suspended for the change, the author decides which of them get there.
struct LoadOrderCheck: ScriptCheck {
    static let wrong = FindingKind(
        "load-order", .warning,
        "Between the loads of two modules, one calls a function that the other does not have yet, or no longer has: "
            + "processes that get there, with no suspend to hold them off, fail with `undef`. Loaded in the other "
            + "order they would not.",
        advice: "load the called module first if it gains the function, last if it loses it: name it in DepMods")
    static let unavoidable = FindingKind(
        "load-order-unavoidable", .info,
        "Two modules lose and gain functions that they call in each other, so calls can fail between their loads in "
            + "either order.",
        advice: "suspend the processes that call them, or keep the old functions for one release")
    static let kinds = [wrong, unavoidable]

    func findings(in script: CheckedScript) -> [Finding] {
        var places: [Atom: Int] = [:]
        for (index, step) in script.steps.enumerated() {
            switch step {
            case .load(let module, _), .remove(let module, _): places[module] = index
            default: break
            }
        }
        let suspensions = Suspensions(script.suspensions, count: script.steps.count)
        var changedExports: [Atom: ChangedExports] = [:]
        var findings: [Finding] = []
        for (caller, callerPlace) in places.sorted(by: { $0.value < $1.value }) {
            guard let old = script.before[caller], let new = script.after[caller] else { continue }
            let oldCalls = Set(old.imports).subtracting(new.imports)
            let newCalls = Set(new.imports).subtracting(old.imports)
            let (oldByCallee, newByCallee) = (
                Dictionary(grouping: oldCalls, by: \.module), Dictionary(grouping: newCalls, by: \.module)
            )
            for callee in Set(oldByCallee.keys).union(newByCallee.keys).sorted() where callee != caller {
                guard let calleePlace = places[callee] else { continue }
                if suspensions.cover(callerPlace, calleePlace) { continue }
                // Callee first: the caller's old code meets the callee's new code. Caller first: the reverse.
                let exports = changedExports[callee] ?? ChangedExports(script, callee)
                changedExports[callee] = exports
                let calleeFirst = oldByCallee[callee]?.filter { exports.lost.contains($0.local) }.min()
                let callerFirst = newByCallee[callee]?.filter { exports.gained.contains($0.local) }.min()
                let isCalleeFirst = calleePlace < callerPlace
                guard let call = isCalleeFirst ? calleeFirst : callerFirst else { continue }
                let isUnavoidable = calleeFirst != nil && callerFirst != nil
                let text =
                    "'\(caller)' is loaded \(isCalleeFirst ? "after" : "before") '\(callee)', "
                    + "and between calls '\(call.module):\(call.name)/\(call.arity)', which does not exist"
                findings.append(
                    script.finding(
                        isUnavoidable ? Self.unavoidable : Self.wrong, at: max(callerPlace, calleePlace), text))
            }
        }
        return findings
    }
}

/// The functions that a module exports in only one of the releases.
private struct ChangedExports {
    let lost: Set<LocalFunction>
    let gained: Set<LocalFunction>

    init(_ script: CheckedScript, _ module: Atom) {
        let (old, new) = (script.before[module]?.exports ?? [], script.after[module]?.exports ?? [])
        (lost, gained) = (Set(old).subtracting(new), Set(new).subtracting(old))
    }
}

extension ExternalFunction {
    fileprivate var local: LocalFunction { LocalFunction(name, arity) }
}

/// When processes are suspended.
private struct Suspensions {
    /// The last end of the suspensions that have begun at each instruction.
    private var ends: [Int]

    init(_ ranges: [Range<Int>], count: Int) {
        ends = Array(repeating: 0, count: count)
        for range in ranges where range.lowerBound < count {
            ends[range.lowerBound] = max(ends[range.lowerBound], range.upperBound)
        }
        for index in ends.indices.dropFirst() { ends[index] = max(ends[index], ends[index - 1]) }
    }

    /// Whether one suspension spans both instructions.
    func cover(_ left: Int, _ right: Int) -> Bool { ends[min(left, right)] > max(left, right) }
}
