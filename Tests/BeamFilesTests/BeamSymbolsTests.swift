import BeamFiles
import ErlangTerms
import Testing

@Suite struct BeamSymbolsTests {
    @Test(arguments: BeamVector.all) func readsExportsAndImports(vector: BeamVector) throws {
        for beam in vector.beams {
            guard case .list(let exports) = beam.facts["exports"], case .list(let imports) = beam.facts["imports"],
                let file = try? beam.read()
            else { continue }
            let symbols = try BeamSymbols(file)
            let exported = try symbols.exports().map {
                ErlangTerm.tuple(.atom($0.function.name), .integer($0.function.arity))
            }
            let imported = try symbols.imports()
                .map { ErlangTerm.tuple(.atom($0.module), .atom($0.name), .integer($0.arity)) }
            #expect(Set(exported) == Set(exports))
            #expect(Set(imported) == Set(imports))
        }
    }
}
