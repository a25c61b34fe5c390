internal import ErlangTerms
internal import Releases

/// Replaces the instructions about whole applications by instructions about their modules.
///
/// As `systools_rc:translate_application_instrs/3`, OTP 25.2.
struct ApplicationInstructions {
    /// The applications of the release that the script leads to.
    private let target: [Atom: ApplicationRecord]
    /// The applications of the release that it starts from.
    private let source: [Atom: ApplicationRecord]

    init(target: [ApplicationRecord], source: [ApplicationRecord]) {
        self.target = Dictionary(target.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.source = Dictionary(source.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func translate(
        _ instructions: [Sourced<AppupInstruction>]
    ) throws(ScriptFault) -> [Sourced<AppupInstruction>] {
        var result: [Sourced<AppupInstruction>] = []
        result.reserveCapacity(instructions.count)
        for sourced in instructions {
            do {
                if let translated = try translate(sourced.instruction) {
                    result += translated.map { Sourced(instruction: $0, script: sourced.script) }
                } else {
                    result.append(sourced)
                }
            } catch {
                throw error.of(script: sourced.script)
            }
        }
        return result
    }

    private func translate(_ instruction: AppupInstruction) throws(ScriptFault) -> [AppupInstruction]? {
        switch instruction {
        case .addApplication(let name, let type):
            let application = try find(name, in: target, "the release to be installed")
            return start(application, type)
        case .removeApplication(let name):
            guard target[name] == nil else {
                throw ScriptFault(
                    "removed_application_present", .atom(name),
                    "application '\(name)' is removed, but is in the release to be installed")
            }
            let application = try find(name, in: source, "the running release")
            return stop(application) + [apply("unload", [.atom(name)])]
        case .restartApplication(let name):
            let old = try find(name, in: source, "the running release")
            let new = try find(name, in: target, "the release to be installed")
            return stop(old) + start(new, new.type)
        default:
            return nil
        }
    }

    private func find(
        _ name: Atom, in applications: [Atom: ApplicationRecord], _ place: String
    ) throws(ScriptFault) -> ApplicationRecord {
        guard let application = applications[name] else {
            throw ScriptFault("no_such_application", .atom(name), "application '\(name)' is not in \(place)")
        }
        return application
    }

    private func stop(_ record: ApplicationRecord) -> [AppupInstruction] {
        let modules = record.application.modules
        return [apply("stop", [.atom(record.name)])]
            + modules.map { .lowLevel(.remove($0, .brutal)) } + [.lowLevel(.purge(modules))]
    }

    private func start(_ record: ApplicationRecord, _ type: Release.StartType) -> [AppupInstruction] {
        let loads = record.application.modules.map { module in
            AppupInstruction.module(ModuleChange(module: module, kind: .load(.brutal), dependencies: []))
        }
        switch type {
        case .none: return loads
        case .load: return loads + [apply("load", [.atom(record.name)])]
        case .permanent, .transient, .temporary:
            return loads + [apply("start", [.atom(record.name), .atom(type.rawValue)])]
        }
    }

    /// A call of the module `application`.
    private func apply(_ function: Atom, _ arguments: [ErlangTerm]) -> AppupInstruction {
        .lowLevel(.apply(LowLevelInstruction.Call("application", function, arguments)))
    }
}
