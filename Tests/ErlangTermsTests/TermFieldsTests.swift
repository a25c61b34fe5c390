import ErlangTerms
import Testing

@Suite struct TermFieldsTests {
    let term = ErlangTerm.fields([
        "name": .string("demo"), "type": .atom("load"), "modules": .atoms(["a", "b"]), "size": .integer(7),
        "hot": .boolean(true), "missing": nil,
        "inner": .list([.fields(["vsn": .string("1")]), .fields(["vsn": .atom("x")])]),
    ])

    @Test func readsEachKindOfField() throws {
        let fields = try TermFields(term, at: "doc")
        #expect(try fields.string("name") == "demo")
        #expect(try fields.atom("type") == "load")
        #expect(try fields.atoms("modules") == ["a", "b"])
        #expect(try fields.integer("size") == 7)
        #expect(try fields.boolean("hot"))
        #expect(fields["missing"] == nil)
        #expect(try fields.list(of: "inner")[0].string("vsn") == "1")
    }

    @Test func namesThePlaceOfWhatIsWrong() throws {
        let fields = try TermFields(term, at: "doc")
        #expect(throws: TermShapeError("doc", expected: "a field 'vsn'")) { try fields.string("vsn") }
        #expect(throws: TermShapeError("doc.size", expected: "a string")) { try fields.string("size") }
        #expect(throws: TermShapeError("doc.inner[1].vsn", expected: "a string")) {
            try fields.list(of: "inner").map { fields throws(TermShapeError) in try fields.string("vsn") }
        }
        #expect(throws: TermShapeError("doc", expected: "a map")) { try TermFields(.integer(1), at: "doc") }
    }
}
