internal import ErlangTerms

/// The low-level instructions for modules that are changed together.
///
/// As `systools_rc:translate_dep_to_low/3`, OTP 25.2.
struct LowLevelTranslation {
    let direction: ScriptDirection
    /// In the order in which processes are suspended, dependents first.
    let changes: [ModuleChange]

    func instructions() -> [LowLevelInstruction] {
        var suspended: [LowLevelInstruction.Suspension] = []
        var (dynamicChanges, staticChanges): ([LowLevelInstruction.StateChange], [LowLevelInstruction.StateChange]) =
            ([], [])
        for change in changes {
            guard case .update(let isStatic, let timeout, let extra, _) = change.kind else { continue }
            suspended.append(.init(change.module, timeout: timeout))
            guard let extra else { continue }
            if isStatic && direction == .down {
                staticChanges.append(.init(change.module, extra: extra))
            } else {
                dynamicChanges.append(.init(change.module, extra: extra))
            }
        }
        var result: [LowLevelInstruction] = []
        if !suspended.isEmpty { result.append(.suspend(suspended)) }
        switch direction {
        case .up:
            for change in changes.reversed() { load(change, &result) }
            codeChange(.up, dynamicChanges, &result)
        case .down:
            codeChange(.down, dynamicChanges, &result)
            for change in changes { load(change, &result) }
            codeChange(.down, staticChanges, &result)
        }
        if !suspended.isEmpty { result.append(.resume(suspended.reversed().map(\.module))) }
        return result
    }

    private func codeChange(
        _ direction: ScriptDirection, _ changes: [LowLevelInstruction.StateChange],
        _ result: inout [LowLevelInstruction]
    ) {
        if !changes.isEmpty { result.append(.codeChange(direction, changes)) }
    }

    private func load(_ change: ModuleChange, _ result: inout [LowLevelInstruction]) {
        switch change.kind {
        case .update(_, _, _, let purges), .load(let purges): result.append(.load(change.module, purges))
        case .delete: result += [.remove(change.module, .brutal), .purge([change.module])]
        }
    }
}
