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
        var findings: [Finding] = []
        for (caller, callerPlace) in places.sorted(by: { $0.value < $1.value }) {
            guard let old = script.before[caller], let new = script.after[caller] else { continue }
            let oldCalls = Set(old.imports).subtracting(new.imports)
            let newCalls = Set(new.imports).subtracting(old.imports)
            for callee in Set(oldCalls.union(newCalls).map(\.module)).sorted() where callee != caller {
                guard let calleePlace = places[callee] else { continue }
                let (oldCallee, newCallee) = (script.before[callee], script.after[callee])
                if suspensions.cover(callerPlace, calleePlace) { continue }
                // Callee first: the caller's old code meets the callee's new code. Caller first: the reverse.
                let calleeFirst = broken(oldCalls, of: callee, from: oldCallee, to: newCallee)
                let callerFirst = broken(newCalls, of: callee, from: newCallee, to: oldCallee)
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

    /// The first of the calls whose function is in one code of the called module and not in the other.
    private func broken(
        _ calls: Set<ExternalFunction>, of callee: Atom, from fitting: ModuleFacts?, to other: ModuleFacts?
    ) -> ExternalFunction? {
        calls.filter {
            $0.module == callee && fitting?.exports($0.name, $0.arity) ?? false
                && !(other?.exports($0.name, $0.arity) ?? false)
        }.min()
    }
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
