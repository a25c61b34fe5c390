internal import Relups

/// Logs that a section of the upgrade begins, with `Info`. Argument: the section.
struct StartSection: ReadyInstruction {
    static let name = "StartSection"
    private let section: Section

    enum Section: String, CaseIterable {
        case check, suspend, upgrade, resume, finished
    }

    init(_ section: Section) {
        self.section = section
    }

    init(_ arguments: inout InstructionArguments) throws(ModificationError) {
        let sections = Section.allCases.map(\.rawValue).joined(separator: ", ")
        guard let name = try arguments.word() else {
            throw ModificationError(.wrongArguments, "'StartSection' takes a section: \(sections)")
        }
        guard let section = Section(rawValue: name) else {
            throw ModificationError(.wrongArguments, "unknown section '\(name)': one of \(sections) expected")
        }
        self.section = section
    }

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        for info in infos(script.text(up: "upgrade", down: "downgrade"), script) { try info.apply(to: &script) }
    }

    /// The texts of the section in a script; `way` is `upgrade` or `downgrade`.
    private func infos(_ way: String, _ script: ScriptModification) -> [Info] {
        let version = "version \(script.text(up: script.upVersion, down: script.downVersion))"
        func info(_ text: String, _ place: InsertionPoint) -> Info { Info(up: text, down: text, at: place) }
        let capitalised = script.text(up: "Upgrad", down: "Downgrad")
        return switch section {
        case .check: [info("==> Checking whether \(way) to \(version) is possible...", .afterLoadObjectCode)]
        case .suspend: [info("==> Preparing \(way) to \(version)...", .afterPointOfNoReturn)]
        case .upgrade: [info("==> \(capitalised)ing release to \(version)...", .appendAfterPointOfNoReturn)]
        case .resume:
            [
                info("---> \(capitalised)e to \(version) succeeded.", .append),
                info("==> Resuming node after \(way) to \(version)...", .append),
            ]
        case .finished: [info("==> Finished \(way) to \(version)...", .append)]
        }
    }
}
