import BeamFiles
import ErlangTerms
import TestSupport
import Testing

@Suite struct SupervisionTests {
    private static func child(_ text: String, changes: String = "[]", own: String? = nil) throws -> Supervision.Child {
        func term(_ text: String) throws -> ErlangTerm { try TermTextReader.term(fromText: text, name: "child") }
        return Supervision.Child(
            specification: try term(text), changes: try term(changes),
            own: try own.map { .known(try term($0)) } ?? .unknown)
    }

    @Test func takesOTPsDefaults() throws {
        let child = try Self.child("#{id => a, start => {m,f,[x]}}")
        #expect(child.id == .atom("a") && child.module == "m")
        #expect(child.start == .known(ExternalFunction("m", "f", 1)))
        #expect(child.type == .known("worker") && child.restart == .known("permanent"))
        #expect(child.modules == .known(.list(["m"])))
    }

    @Test func readsTuples() throws {
        let child = try Self.child("{a,{m,f,'_'},temporary,infinity,supervisor,dynamic}")
        #expect(child.start == .known(ExternalFunction("m", "f", -1)) && child.arguments == .atom("_"))
        #expect(child.type == .known("supervisor") && child.restart == .known("temporary"))
        #expect(child.modules == .known(.dynamic))
    }

    @Test func aListWithDynamicInItIsAList() throws {
        #expect(try Self.child("{a,{m,f,[]},permanent,5000,worker,[dynamic]}").modules == .known(.list(["dynamic"])))
    }

    @Test(
        arguments: [
            "#{id => '_', start => '_', type => '_', restart => '_', modules => ['_']}",
            "{'_','_','_','_','_','_'}", "'_'", "{'Elixir.Mod','_'}", "'Elixir.Mod'",
        ]) func whatIsNotSeenIsUnknown(text: String) throws
    {
        let child = try Self.child(text)
        #expect(child.id == nil && child.start == .unknown && child.type == .unknown && child.restart == .unknown)
        #expect(child.modules == .unknown)
    }

    @Test func whatTheModuleSaysOfItselfFillsInTheRest() throws {
        let own = "#{id => 'Elixir.Mod', start => {'Elixir.Mod',start_link,['_']}, type => supervisor}"
        let child = try Self.child("{'Elixir.Mod',[]}", changes: "[{id,first},{restart,transient}]", own: own)
        #expect(child.id == .atom("first") && child.module == "Elixir.Mod")
        #expect(child.type == .known("supervisor") && child.restart == .known("transient"))
        #expect(child.modules == .known(.list(["Elixir.Mod"])))
    }

    @Test func changesAreKnownWhereTheRestIsNot() throws {
        let child = try Self.child("{'Elixir.Mod','_'}", changes: "[{id,first}]")
        #expect(child.id == .atom("first") && child.type == .unknown)
        #expect(try Self.child("{'Elixir.Mod',[]}", changes: "'_'").id == nil)
    }

    @Test(
        arguments: [
            ("demo_effects_sup", "rest_for_one", false, 2), ("demo_workers_sup", "simple_one_for_one", true, 1),
            ("demo_choice_sup", "one_for_all", false, nil), ("demo_sup", "one_for_one", false, 2),
            ("Elixir.Demo.Clients", "one_for_one", true, 0), ("Elixir.Demo.Root", "one_for_all", false, 3),
        ] as [(String, Atom, Bool, Int?)]) func readsSupervisors(
            module: String, strategy: Atom, isDynamic: Bool, children: Int?
        ) throws
    {
        let supervision = try #require(try ModuleFactsTests.facts("mix/\(module).beam").supervision)
        #expect(supervision.strategy == .known(strategy))
        #expect(supervision.isDynamic == isDynamic)
        #expect(supervision.children.value?.count == children)
    }

    @Test func readsChildrenThatAreStartedLater() throws {
        let excerpt = try ModuleExcerpt(Fixture.bytes("modules/mix/demo_pool_sup.beam"), file: "demo_pool_sup.beam")
        let children = try excerpt.childrenStartedLater()
        #expect(children.map(\.type.value) == ["supervisor", "worker"])
        #expect(
            children.map(\.start.value) == [
                ExternalFunction("demo_group_sup", "start_link", 0), ExternalFunction("demo_worker", "start_link", 1),
            ])
    }
}
