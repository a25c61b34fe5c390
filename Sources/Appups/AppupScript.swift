public import ErlangTerms

/// Instructions that take an application from one version to another and back.
public struct AppupScript: Hashable, Sendable {
    public var application: Atom
    public var baseVersion: String
    public var targetVersion: String
    /// In the order of the upgrade; the downgrade undoes them from the last to the first.
    public var steps: [AppupStep]
    /// What the instructions do not take care of.
    public var notes: [AppupNote]

    public init(
        application: Atom, baseVersion: String, targetVersion: String, steps: [AppupStep], notes: [AppupNote] = []
    ) {
        self.application = application
        self.baseVersion = baseVersion
        self.targetVersion = targetVersion
        self.steps = steps
        self.notes = notes
    }

    public var up: [ErlangTerm] { steps.flatMap(\.up) }
    public var down: [ErlangTerm] { steps.reversed().flatMap(\.down) }

    /// `{TargetVsn, [{BaseVsn, Up}], [{BaseVsn, Down}]}`.
    public var term: ErlangTerm {
        .tuple(
            .string(targetVersion), .list([.tuple(.string(baseVersion), .list(up))]),
            .list([.tuple(.string(baseVersion), .list(down))]))
    }
}

/// What is done in the upgrade, what undoes it in the downgrade, and why.
public struct AppupStep: Hashable, Sendable {
    public var up: [ErlangTerm]
    public var down: [ErlangTerm]
    public var reason: String

    public init(up: [ErlangTerm], down: [ErlangTerm], reason: String) {
        self.up = up
        self.down = down
        self.reason = reason
    }
}

/// Something that a generated script does not take care of, so people should look at it.
public struct AppupNote: Hashable, Sendable {
    public enum Code: String, Hashable, Sendable {
        /// The children of a supervisor cannot all be read from its code.
        case childrenNotVisible = "children-not-visible"
        /// The name of a supervisor cannot be read from its code, so its children cannot be started or stopped.
        case supervisorNotVisible = "supervisor-not-visible"
        /// A child is specified differently than before, and runs on as it was started.
        case childChanged = "child-changed"
        /// The form of a process's state changed, and no code_change of the module itself converts it.
        case stateNotConverted = "state-not-converted"
        /// A module that loads a native library changed.
        case nativeLibrary = "native-library"
        /// A project's appup has instructions for one direction only.
        case incompleteAppup = "incomplete-appup"
    }

    public var code: Code
    public var module: Atom
    public var message: String

    public init(_ code: Code, _ module: Atom, _ message: String) {
        self.code = code
        self.module = module
        self.message = message
    }
}
