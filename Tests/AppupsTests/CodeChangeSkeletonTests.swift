import ErlangTerms
import Testing

@testable import Appups
@testable import BeamFiles
@testable import ReleaseDiffs

@Suite struct CodeChangeSkeletonTests {
    /// The skeleton for a module whose state had one form and has another.
    static func skeleton(_ module: Atom, _ old: ErlangTerm, _ new: ErlangTerm, _ mode: CallbackMode.Style? = nil)
        -> String?
    {
        var (base, target) = (ModuleFacts.made(module), ModuleFacts.made(module, version: 2))
        base.stateShape = .known(old)
        target.stateShape = .known(new)
        target.callbackMode = mode.map { .known(CallbackMode($0)) }
        return CodeChangeSkeleton(ApplicationDiff.ModuleChange(base: base, target: target))?.text
    }

    static func map(_ keys: Atom..., struct module: Atom? = nil) -> ErlangTerm {
        .map(
            ErlangMap(
                keys.map { (.atom($0), .atom("_")) } + (module.map { [(.atom("__struct__"), .atom($0))] } ?? [])))
    }

    @Test func aRecordThatGrows() {
        let (old, new) = (
            ErlangTerm.tuple(.atom("state"), .atom("_")), ErlangTerm.tuple(.atom("state"), .atom("_"), .atom("_"))
        )
        #expect(
            Self.skeleton("shop_till", old, new) == """
                %% shop_till: {state, _} -> {state, _, _}
                code_change({down, _Vsn}, {state, Field2, Field3}, _Extra) ->
                    {ok, {state, Field2}};
                code_change(_Vsn, {state, Field2}, _Extra) ->
                    {ok, {state, Field2, undefined}}.

                """)
    }

    @Test func mapsOfElixir() {
        #expect(
            Self.skeleton("Elixir.Demo.Visits", .atom("integer"), Self.map("count", "last")) == """
                  # Demo.Visits: integer -> %{count: _, last: _}
                  @impl true
                  def code_change({:down, _vsn}, %{count: count, last: last}, _extra) do
                    {:ok, 0}
                  end

                  def code_change(_vsn, state, _extra) do
                    {:ok, %{count: nil, last: nil}}
                  end

                """)
    }

    @Test func structsAreMatchedByTheirKeys() {
        let (old, new) = (Self.map("a", struct: "Elixir.S"), Self.map("a", "b_c", struct: "Elixir.S"))
        #expect(
            Self.skeleton("Elixir.M", old, new)?.split(separator: "\n").map(String.init) == [
                "  # M: %S{a: _} -> %S{a: _, b_c: _}", "  @impl true",
                "  def code_change({:down, _vsn}, %{a: a, b_c: b_c}, _extra) do", "    {:ok, %{__struct__: S, a: a}}",
                "  end",
                "  def code_change(_vsn, %{a: a}, _extra) do", "    {:ok, %S{a: a, b_c: nil}}", "  end",
            ])
    }

    @Test func stateMachinesOfErlang() {
        #expect(
            Self.skeleton("door", .atom("list"), Self.map("open_since"), .stateFunctions)
                == """
                %% door: list -> #{open_since => _}
                code_change({down, _Vsn}, StateName, #{open_since := OpenSince}, _Extra) ->
                    {ok, StateName, []};
                code_change(_Vsn, StateName, State, _Extra) ->
                    {ok, StateName, #{open_since => undefined}}.

                """)
    }

    @Test func keysThatAreNoVariablesAreLeftToPeople() {
        #expect(
            Self.skeleton("Elixir.M", Self.map("end"), Self.map("a b"))?.contains(
                "def code_change(_vsn, state, _extra)") == true)
    }

    @Test func whatIsTheSameOrConvertedNeedsNone() {
        #expect(Self.skeleton("m", .atom("list"), .atom("list")) == nil)
        var (base, target) = (ModuleFacts.made("m"), ModuleFacts.made("m", codeChange: true, version: 2))
        base.stateShape = .known(.atom("list"))
        target.stateShape = .known(.atom("integer"))
        #expect(CodeChangeSkeleton(ApplicationDiff.ModuleChange(base: base, target: target)) == nil)
    }
}
