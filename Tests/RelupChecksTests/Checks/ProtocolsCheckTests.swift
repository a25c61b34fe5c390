import BeamFiles
import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension ProtocolsCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("protocols-not-reloaded") {
            $0.editDiff = { $0.consolidated.changed = ["Elixir.Enumerable", "Elixir.Collectable"] }
            $0.callOwn("load_protocols", up: #"{"2.0",['Elixir.Enumerable']}"#, down: nil)
        } twin: {
            $0.editDiff = { $0.consolidated.changed = ["Elixir.Enumerable"] }
            $0.callOwn(
                "load_protocols", up: #"{"2.0",['Elixir.Enumerable']}"#, down: #"{"1.0",['Elixir.Enumerable']}"#)
        },
        FindingCase("protocols-not-reloaded") {
            $0.editDiff = { $0.consolidated.changed = ["shop_prices"] }
            $0.callOwn("load_protocols", up: #"{"2.0",[shop_prices]}"#, down: #"{"1.0",[shop_prices]}"#)
            $0.up = $0.up.moving("{load,{shop_prices", behind: "relup_load_protocols,run")
        } twin: {
            $0.editDiff = { $0.consolidated.changed = ["shop_prices"] }
            $0.callOwn("load_protocols", up: #"{"2.0",[shop_prices]}"#, down: #"{"1.0",[shop_prices]}"#)
        },
        FindingCase("protocols-left-to-call") {
            $0.editDiff = { $0.consolidated.changed = ["Elixir.Enumerable"] }
            $0.call("{shop_text,reload,[['Elixir.Enumerable']]}", exporting: LocalFunction("reload", 1))
        } twin: {
            $0.editDiff = { $0.consolidated.changed = ["Elixir.Enumerable"] }
            $0.call("{shop_text,reload,[['Elixir.List']]}", exporting: LocalFunction("reload", 1))
        },
    ]
}
