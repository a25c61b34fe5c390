internal import Files
internal import LibC

/// Expected output that lies in a file beside its input.
package enum Golden {
    /// The text that a file below `fixtures` holds. With `RECORD_FIXTURES` set, writes the actual text there before.
    package static func text(in name: String, actual: String) throws -> String {
        if getenv("RECORD_FIXTURES") != nil {
            try WholeFile.write(Array(actual.utf8), to: Fixture.path(name))
        }
        return try Fixture.text(name)
    }
}
