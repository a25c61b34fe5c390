import TestSupport
import Testing

@Suite struct CheckGuideTests {
    @Test func thePageIsThatOfTheChecks() throws {
        let markdown = CheckGuide.markdown
        #expect(
            try Golden.text(in: "../Documentation/Checks.md", actual: markdown) == markdown,
            "record it with RECORD_FIXTURES=1")
    }
}
