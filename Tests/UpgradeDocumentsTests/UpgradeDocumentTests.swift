import ErlangTerms
import Files
import Releases
import Testing
import UpgradeDocuments

@Suite struct UpgradeDocumentTests {
    func document(_ names: String...) -> UpgradeDocument {
        UpgradeDocument(sections: names.map { UpgradeDocument.Section(name: Atom($0), term: .string($0)) })
    }

    @Test func aSectionGoesWhereItsStageStands() {
        var document = document("releases", "relup")
        document.set(.appups, .integer(1))
        #expect(document.sections.map(\.name) == ["releases", "appups"])
    }

    @Test func aChangedSectionTakesOutWhatLaterStagesMadeOfIt() {
        var document = document("releases", "diff", "extra", "relup", "findings")
        document.set(.diff, .integer(1))
        #expect(document.sections.map(\.name) == ["releases", "diff", "extra"])
        #expect(document[.diff] == .integer(1))
    }

    @Test func theSameResultChangesNothing() {
        var changed = document("releases", "diff", "relup")
        changed.set(.diff, .string("diff"))
        #expect(changed == document("releases", "diff", "relup"))
    }

    @Test func readsWhatItWrites() throws {
        let document = UpgradeDocument(
            version: .init(major: 1, minor: 7),
            sections: [.init(name: "releases", term: .list([])), .init(name: "später", term: .string("größe 木"))])
        #expect(try UpgradeDocumentReader.document(in: document.text, named: "doc") == document)
    }

    @Test func writesSectionsThatStayAsTheyWere() throws {
        let text = "{upgrade,{1,0},[{releases, [ ] },{extra,#{ b=>1,a=>\"x\" }},{appups,old}]}."
        var document = try UpgradeDocumentReader.document(in: Array(text.utf8), named: "doc")
        document.set(.appups, .list([.integer(1)]))
        let written =
            "%% coding: utf-8\n{upgrade,{1,0},\n [{releases, [ ] },\n  {extra,#{ b=>1,a=>\"x\" }},\n  {appups,[1]}]}.\n"
        #expect(String(decoding: document.text, as: UTF8.self) == written)
        #expect(try UpgradeDocumentReader.document(in: document.text, named: "doc") == document)
    }

    /// A configuration that only another OTP reads keeps the reason, which a later command reports.
    @Test func keepsWhyAConfigurationCannotBeRead() throws {
        let text = """
            {upgrade,{1,0},
             [{releases,
               [#{role => target,name => "demo",vsn => "2",erts => "13.1.5",rel => "releases/2/demo.rel",files => [],
                  source => #{path => "demo-2"},config_fault => 3,config_fault_reason => "sigils",applications => []}]}]}.
            """
        let document = try UpgradeDocumentReader.document(in: Array(text.utf8), named: "doc")
        let releases = try document.releases()
        #expect(releases.target.configuration == SystemConfiguration(faultLine: 3, faultReason: "sigils"))
        var other = document
        other.set(releases)
        #expect(other == document)
    }

    @Test(
        arguments: [
            ("", .empty, "doc is empty: an upgrade document was expected; did the previous command fail?"),
            (" \n", .empty, "doc is empty: an upgrade document was expected; did the previous command fail?"),
            (
                "{upgrade,{2,0},[]}.", .otherVersion,
                "doc is an upgrade document of version 2.0; this command reads version 1.0"
            ),
            ("{upgrade,[]}.", .notADocument, "doc is not an upgrade document: {upgrade,Version,Sections} expected"),
            ("a. b.", .notADocument, "doc is not an upgrade document: it contains 2 terms"),
            ("{upgrade,{1,0},x}.", .malformedSection, "doc: the sections of an upgrade document are a list"),
            ("{upgrade,{1,0},[{a,1},b]}.", .malformedSection, "doc: section 2 is not {Name,Term}"),
            ("{upgrade,{1,0},[{a,1},{a,2}]}.", .malformedSection, "doc: section 'a' occurs twice"),
        ] as [(String, UpgradeDocumentFault, String)])
    func refuses(text: String, code: UpgradeDocumentFault, message: String) {
        #expect(throws: UpgradeDocumentError(code, message)) {
            try UpgradeDocumentReader.document(in: Array(text.utf8), named: "doc")
        }
    }
}
