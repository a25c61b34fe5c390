package import ErlangTerms

/// Instructions that take an application from one version to another and back.
package struct AppupScript: Hashable, Sendable {
    package var application: Atom
    package var baseVersion: String
    package var targetVersion: String
    /// In the order of the upgrade; the downgrade undoes them from the last to the first.
    package var steps: [AppupStep]
    /// What the instructions do not take care of.
    package var notes: [AppupNote]

    package init(
        application: Atom, baseVersion: String, targetVersion: String, steps: [AppupStep], notes: [AppupNote] = []
    ) {
        self.application = application
        self.baseVersion = baseVersion
        self.targetVersion = targetVersion
        self.steps = steps
        self.notes = notes
    }

    package var up: [ErlangTerm] { steps.flatMap(\.up) }
    package var down: [ErlangTerm] { steps.reversed().flatMap(\.down) }

    /// `{TargetVsn, [{BaseVsn, Up}], [{BaseVsn, Down}]}`.
    package var term: ErlangTerm {
        .tuple(
            .string(targetVersion), .list([.tuple(.string(baseVersion), .list(up))]),
            .list([.tuple(.string(baseVersion), .list(down))]))
    }
}

/// What is done in the upgrade, what undoes it in the downgrade, and why.
package struct AppupStep: Hashable, Sendable {
    package var up: [ErlangTerm]
    package var down: [ErlangTerm]
    package var reason: String

    package init(up: [ErlangTerm], down: [ErlangTerm], reason: String) {
        self.up = up
        self.down = down
        self.reason = reason
    }
}

/// Something that a generated script does not take care of, so people should look at it.
package struct AppupNote: Hashable, Sendable {
    package enum Code: String, Hashable, Sendable {
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

    package var code: Code
    package var module: Atom
    package var message: String

    package init(_ code: Code, _ module: Atom, _ message: String) {
        self.code = code
        self.module = module
        self.message = message
    }
}
