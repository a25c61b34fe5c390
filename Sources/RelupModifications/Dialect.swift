/// How a modification treats the faults of edeliver 1.9.2: one property for each fault, `true` if it is repaired.
///
/// `strict` makes the terms that edeliver makes. Some faults need no property. Two are errors in every dialect: a
/// section without a name, and a call that is missing while its module is unloaded (an endless loop in edeliver). A
/// load before the point of no return happens twice in every dialect, which does no harm. Waiting for requests that
/// have already ended depends on the called modules.
package struct Dialect: Hashable, Sendable {
    /// Soft purge also in `load_module` and `remove`, and as the post-purge; edeliver leaves both brutal.
    package var softensEveryPurge: Bool
    /// Instructions that unload a module keep their order when they move; edeliver reverses it to purge, remove.
    package var keepsOrderOfUnloads: Bool
    /// Splits a `{purge, Modules}` that names a module among others when the module's purge moves; edeliver leaves it
    /// in place.
    package var splitsPurgeLists: Bool
    /// Without `load_object_code`, what belongs after it comes first; edeliver appends it after everything else.
    package var checksFirstWithoutLoadObjectCode: Bool
    /// Without `point_of_no_return`, the places around it are where it would be; edeliver takes the very end.
    package var findsPlaceOfMissingPointOfNoReturn: Bool
    /// `suspend`, lists of any length, and calls that start or stop applications or children are changes; edeliver
    /// ignores them.
    package var recognisesEveryChange: Bool
    /// `update` with a timeout or a module type is a change; edeliver ignores it.
    package var recognisesTimedUpdates: Bool
    /// Unloads a module after the last of equal calls; edeliver takes the first.
    package var unloadsBehindLastEqualCall: Bool
    /// The last call of a module is the last one with any argument; edeliver takes the last one with the given
    /// argument.
    package var findsLastCall: Bool
    /// Inserts nothing after `restart_emulator`, where it would never run.
    package var stopsAtEmulatorRestart: Bool
    /// Loading the code of a runnable instruction is not a change, so instructions keep the order of the modification;
    /// edeliver recognises only a load directly before its call.
    package var passesOverLoadsOfInstructions: Bool
    /// Loads all that calls of `run/1` need before the first call, and unloads it after the last; edeliver shifts what
    /// each call declares, which leaves out `Edeliver.Relup.RunnableInstruction`.
    package var loadsAllThatRuns: Bool
    /// Keeps the code of runnable instructions loaded until the last call even if the script restarts or removes their
    /// application. Needs `loadsAllThatRuns`.
    package var keepsRestartedRuntimeLoaded: Bool
    /// `CheckProcessesRunningOldCode` checks the modules of its own script; edeliver's downgrade checks those of the
    /// upgrade.
    package var checksModulesOfOwnScript: Bool
    /// After the last `load_object_code` means after the last one; edeliver takes the first one that equals it.
    package var insertsBehindLastLoadObjectCode: Bool
    /// The file is UTF-8 and declares it; edeliver writes Latin-1 and declares nothing.
    package var writesUTF8: Bool
    /// A relup may have any number of bases, and different ones up and down; edeliver accepts only one.
    package var acceptsSeveralBases: Bool
    /// Suspends channels after the last instruction that walks the supervision tree. A suspended connection of type
    /// supervisor would make such an instruction fail, and the node restart. edeliver suspends channels before it.
    package var suspendsChannelsLast: Bool
    /// Inserts what release_handler leaves undone (`Additions`) if the releases need it; edeliver has no such thing.
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
    /// edeliver as intended.
    package static let repaired = Dialect(repaired: true)
}
