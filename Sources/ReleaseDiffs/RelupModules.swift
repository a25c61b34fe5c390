internal import BeamFiles
package import ErlangTerms
internal import Releases

/// What in a release influences how its relup is modified: modules, and a file.
package struct RelupModules: Hashable, Sendable {
    /// The bytes of `releases/VSN/relup.modification`, a modification file that the build of the release wrote.
    package var file: [UInt8]?
    /// The modules with edeliver's behaviour `Edeliver.Relup.Modification`, sorted.
    package var modifications: [Atom] = []
    /// The modules with an attribute `relup_instruction`, sorted.
    package var instructions: [Instruction] = []

    /// A module that can be called during the upgrade, and how, as its attribute declares.
    package struct Instruction: Hashable, Sendable {
        package var module: Atom
        package var declaration: ErlangTerm

        package init(module: Atom, declaration: ErlangTerm) {
            self.module = module
            self.declaration = declaration
        }
    }

    package init() {}

    private static let behaviour: Atom = "Elixir.Edeliver.Relup.Modification"
    private static let attribute: Atom = "relup_instruction"

    init(of release: ReleaseInventory) throws {
        file = release.modificationFile
        for application in release.contents.applications {
            for (module, excerpt) in release.modules(of: application) {
                guard let attributes = try excerpt.attributes(naming: [Self.behaviour, Self.attribute]) else {
                    continue
                }
                if attributes.behaviours.contains(Self.behaviour) { modifications.append(module) }
                let declaration = attributes[Self.attribute]
                if !declaration.isEmpty {
                    instructions.append(Instruction(module: module, declaration: .list(declaration)))
                }
            }
        }
        modifications.sort()
        instructions.sort { $0.module < $1.module }
    }
}
