/// How a modification treats the places where edeliver 1.9.2 goes wrong: one property a fault, `true` where it is
/// repaired.
///
/// `strict` gives the terms that edeliver gives. Some faults need no property: a call that is missing while its module
/// is unloaded (an endless loop in edeliver) and a section without a name are errors in every dialect; a load before
/// the point of no return is done twice in every dialect, which does no harm; waiting for requests that have ended
/// already is a matter of the runtime that the relup calls.
package struct Dialect: Hashable, Sendable {
    /// Soft purge also in `load_module` and `remove`, and as the post-purge; edeliver leaves both brutal.
    package var softensEveryPurge: Bool
    /// Instructions that unload a module keep their order when they move; edeliver reverses it to purge, remove.
    package var keepsOrderOfUnloads: Bool
    /// A `{purge, Modules}` that names a module among others is split when the module's purge moves; edeliver lets it
    /// stand where it is.
    package var splitsPurgeLists: Bool
    /// Without `load_object_code` what belongs behind it comes first; edeliver appends it behind all else.
    package var checksFirstWithoutLoadObjectCode: Bool
    /// Without `point_of_no_return` the places around it are where it would stand; edeliver takes the very end.
    package var findsPlaceOfMissingPointOfNoReturn: Bool
    /// `suspend`, lists of any length, and calls that start or stop applications or children are changes; edeliver
    /// passes over them.
    package var recognisesEveryChange: Bool
    /// `update` with a timeout or a module type is a change; edeliver passes over it.
    package var recognisesTimedUpdates: Bool
    /// A module is unloaded behind the last of equal calls; edeliver takes the first.
    package var unloadsBehindLastEqualCall: Bool
    /// The last call of a module is the last, whatever its argument; edeliver takes the given one.
    package var findsLastCall: Bool
    /// Nothing is inserted behind `restart_emulator`, where it would never run.
    package var stopsAtEmulatorRestart: Bool
    /// Loading the code of an instruction is no change, so that instructions keep the order of the modification;
    /// edeliver knows only a load directly before its call.
    package var passesOverLoadsOfInstructions: Bool
    /// All that calls of `run/1` need is loaded before the first and unloaded after the last of them; edeliver shifts
    /// for each call what it declares, which leaves out `Edeliver.Relup.RunnableInstruction`.
    package var loadsAllThatRuns: Bool
    /// Code of instructions whose application the script restarts or removes stays loaded until the last call. Needs
    /// `loadsAllThatRuns`.
    package var keepsRestartedRuntimeLoaded: Bool
    /// `CheckProcessesRunningOldCode` checks the modules of the script it stands in; edeliver's downgrade checks those
    /// of the upgrade.
    package var checksModulesOfOwnScript: Bool
    /// Behind the last `load_object_code` is behind the last; edeliver takes the first that is equal to it.
    package var insertsBehindLastLoadObjectCode: Bool
    /// The file is UTF-8 and says so; edeliver writes Latin-1 without a word.
    package var writesUTF8: Bool
    /// Relups may have any number of bases, and different ones up and down; edeliver refuses all but one.
    package var acceptsSeveralBases: Bool
    /// Channels are suspended after the last instruction that walks the supervision tree: a suspended connection of
    /// type supervisor would make it fail, and the node restart. edeliver suspends them before.
    package var suspendsChannelsLast: Bool
    /// What release_handler does not see to (`Additions`) is inserted where the releases need it; edeliver knows
    /// nothing of it.
    package var insertsAdditions: Bool

    private init(repaired: Bool) {
        softensEveryPurge = repaired
        keepsOrderOfUnloads = repaired
        splitsPurgeLists = repaired
        checksFirstWithoutLoadObjectCode = repaired
        findsPlaceOfMissingPointOfNoReturn = repaired
        recognisesEveryChange = repaired
        recognisesTimedUpdates = repaired
        unloadsBehindLastEqualCall = repaired
        findsLastCall = repaired
        stopsAtEmulatorRestart = repaired
        passesOverLoadsOfInstructions = repaired
        loadsAllThatRuns = repaired
        keepsRestartedRuntimeLoaded = repaired
        checksModulesOfOwnScript = repaired
        insertsBehindLastLoadObjectCode = repaired
        writesUTF8 = repaired
        acceptsSeveralBases = repaired
        suspendsChannelsLast = repaired
        insertsAdditions = repaired
    }

    /// edeliver 1.9.2, term for term.
    package static let strict = Dialect(repaired: false)
    /// edeliver as it was meant.
    package static let repaired = Dialect(repaired: true)
}
