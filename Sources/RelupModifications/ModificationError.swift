package import ErlangTerms

/// Why a modification cannot be read, chosen or done.
///
/// Shown as `'release.modification': 3:1: unknown instruction 'Sloep'`, the place only where there is one.
package struct ModificationError: Error, CustomStringConvertible, Sendable {
    /// What is wrong, as a program tells it apart.
    package enum Code: Hashable, Sendable {
        /// A modification file is not Erlang terms.
        case syntax
        /// There is no instruction or step of that name.
        case unknownInstruction
        /// An instruction or step has arguments that it does not take.
        case wrongArguments
        /// The relup is of a form that the dialect does not take, or none at all.
        case unsupportedRelup
        /// The module of a call is to be unloaded after the call, and the call is missing: edeliver loops for ever.
        case missingCall
        /// Options contradict each other.
        case conflictingOptions
        /// Options, environment and release do not say which modification to use.
        case undecided
        /// A program that was asked to modify the relup failed, or its answer is not that relup modified.
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
