import ErlangTerms
import TestSupport
import Testing

@testable import Relups

@Suite struct ScriptExpansionTests {
    @Test(arguments: [
        ("[{load_module,m}]", "[{load_module,m,brutal_purge,brutal_purge,[]}]"),
        ("[{load_module,m,[a]}]", "[{load_module,m,brutal_purge,brutal_purge,[a]}]"),
        ("[{load_module,m,a}]", "[{load_module,m,a}]"),
        ("[{update,m}]", "[{update,m,soft,brutal_purge,brutal_purge,[]}]"),
        ("[{update,m,supervisor}]", "[{update,m,static,default,{advanced,[]},brutal_purge,brutal_purge,[]}]"),
        ("[{update,m,{any,tuple}}]", "[{update,m,{any,tuple},brutal_purge,brutal_purge,[]}]"),
        ("[{update,m,[]}]", "[{update,m,soft,brutal_purge,brutal_purge,[]}]"),
        ("[{update,m,soft,[a]}]", "[{update,m,soft,brutal_purge,brutal_purge,[a]}]"),
        ("[{update,m,soft,a}]", "[{update,m,soft,a}]"),
        ("[{add_application,a}]", "[{add_application,a,permanent}]"),
        ("[a,[{update,m},[b]],\"\"]", "[a,{update,m},[b]]"),
    ])
    func writesShortFormsOut(script: String, expanded: String) throws {
        #expect(.list(try ScriptExpansion.instructions(term(script))) == term(expanded))
    }

    @Test func refusesWhatIsNoScript() {
        #expect(throws: ScriptExpansion.Fault.noList) { try ScriptExpansion.instructions(term("foo")) }
        #expect(throws: ScriptExpansion.Fault.noList) { try ScriptExpansion.instructions(term("[[a|b]|c]")) }
        #expect(throws: ScriptExpansion.Fault.improperElement) { try ScriptExpansion.instructions(term("[[a|b]]")) }
    }
}
