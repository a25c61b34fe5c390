internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// Facts of the modules that differ between two releases, by name, as they are in one of the two.
struct DifferingModules: Sendable {
    /// Where facts are, which are large and stay there.
    private enum Place {
        case base(of: ApplicationDiff.ModuleChange)
        case target(of: ApplicationDiff.ModuleChange)
        indirect case only(ModuleFacts)
    }

    private var places: [Atom: Place] = [:]

    /// The modules of the base or of the target.
    init(_ diff: ReleaseDiff, ofBase isOfBase: Bool) {
        for application in diff.applications {
            for module in isOfBase ? application.removedModules : application.addedModules {
                places[module.name] = .only(module)
            }
            for change in application.changedModules {
                places[change.name] = isOfBase ? .base(of: change) : .target(of: change)
            }
        }
    }

    var names: some Collection<Atom> { places.keys }

    subscript(module: Atom) -> ModuleFacts? {
        switch places[module] {
        case .base(let change): change.base
        case .target(let change): change.target
        case .only(let facts): facts
        case nil: nil
        }
    }
}
