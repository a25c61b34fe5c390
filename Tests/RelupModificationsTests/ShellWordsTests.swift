import Testing

@testable import RelupModifications

struct ShellWordsTests {
    @Test(arguments: [
        ("", []),
        ("  Sleep\t5\n", ["Sleep", "5"]),
        ("Info \"up text\" 'down text' append", ["Info", "up text", "down text", "append"]),
        (#"Info "\"quoted\" \\ back" ''"#, ["Info", #""quoted" \ back"#, ""]),
        (#"a\ b 'c'"d"e"#, ["a b", "cde"]),
        (#""a\b\$\`" 'a\b'"#, [#"a\b$`"#, #"a\b"#]),
        ("'line1\nline2'", ["line1\nline2"]),
        ("Größe 'é'", ["Größe", "é"]),
        ("a\\\nb \"c\\\nd\"", ["ab", "cd"]),
    ])
    func wordsAreSplitAsAShellDoes(text: String, words: [String]) throws {
        #expect(try ShellWords.split(text) == words)
    }

    @Test(arguments: ["'", "a \"b", "a\\"])
    func incompleteTextIsAnError(text: String) {
        #expect(throws: ModificationError(.wrongArguments, "")) { try ShellWords.split(text) }
    }
}
