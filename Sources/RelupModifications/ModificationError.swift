package import ErlangTerms

/// Why a modification cannot be read, chosen or applied.
///
/// Shown as `'release.modification': 3:1: unknown instruction 'Sloep'`, with the place only if there is one.
package struct ModificationError: Error, CustomStringConvertible, Sendable {
    /// What is wrong, for programs.
    package enum Code: Hashable, Sendable {
        /// A modification file is not Erlang terms.
        case syntax
        /// No instruction or step has that name.
        case unknownInstruction
        /// An instruction or step has arguments that it does not accept.
        case wrongArguments
        /// The relup has a form that the dialect does not accept, or is not a relup.
        case unsupportedRelup
        /// The module of a call is to be unloaded after the call, but the call is missing: edeliver loops for ever.
        case missingCall
        /// Options contradict each other.
        case conflictingOptions
        /// Options, environment and release do not say which modification to use.
        case undecided
        /// A program that should modify the relup failed, or its answer is not that relup modified.
        case filterFailed
    }

    package let code: Code
    package let message: String
    /// The file of the step at fault.
    package var file: String?
    package var place: TextPlace?

    package init(_ code: Code, _ message: String, file: String? = nil, place: TextPlace? = nil) {
        self.code = code
        self.message = message
        self.file = file
        self.place = place
    }

    package var description: String {
        guard let file, let place else { return message }
        return "'\(file)': \(place): \(message)"
    }
}

extension ModificationError: Equatable {
    package static func == (left: ModificationError, right: ModificationError) -> Bool {
        left.code == right.code && left.file == right.file && left.place == right.place
    }
}
