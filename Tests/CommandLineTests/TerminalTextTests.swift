import CommandLine
import Testing

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("lib/demo-1.0.0/ebin", "lib/demo-1.0.0/ebin"),
        ("größe 木\n", "größe 木\n"),
        ("\u{1B}[2Jgone", "\\u{1b}[2Jgone"),
        ("a\rb\tc", "a\\u{d}b\\u{9}c"),
        ("exe\u{202E}maeb", "exe\\u{202e}maeb"),
    ])
    func escapesWhatATerminalWouldObey(text: String, shown: String) {
        #expect(TerminalText.escaped(text) == shown)
    }
}
