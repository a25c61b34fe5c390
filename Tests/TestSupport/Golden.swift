internal import Files
internal import Glibc
internal import Testing

/// Expected output that lies in a file beside its input.
public enum Golden {
    /// Expects that a file below `fixtures` holds this text. With `RECORD_FIXTURES` set, writes the file instead.
    public static func expect(_ text: String, in name: String) throws {
        if getenv("RECORD_FIXTURES") != nil {
            try WholeFile.write(Array(text.utf8), to: Fixture.path(name))
        }
        let expected = try Fixture.text(name)
        #expect(text == expected, "\(name)")
    }
}
