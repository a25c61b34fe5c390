internal import ErlangTerms

/// Checks an upgrade for one kind of problem.
protocol UpgradeCheck: Sendable {
    /// All kinds of findings that the check makes.
    static var kinds: [FindingKind] { get }

    func findings(in subject: CheckSubject) -> [Finding]
}

/// Checks each script of an upgrade separately.
protocol ScriptCheck: UpgradeCheck {
    func findings(in script: CheckedScript) -> [Finding]
}

extension ScriptCheck {
    func findings(in subject: CheckSubject) -> [Finding] {
        subject.scripts.flatMap { findings(in: $0) }
    }
}

extension CheckReport {
    /// In the order of their findings.
    static let checks: [any UpgradeCheck] = [
        PlatformChangeCheck(), ReleaseFilesCheck(), InstalledReleasesCheck(), IncludedEmulatorCheck(), LauncherCheck(),
        PackageCheck(), UnsafeLinkCheck(), ConfigurationCheck(), UnchangedVersionCheck(), CompiledVersionCheck(),
        LowerVersionCheck(), RelupVersionsCheck(),
        InstructionSyntaxCheck(), PointOfNoReturnCheck(), EmulatorRestartCheck(), SyncNodesCheck(),
        ObjectCodeCheck(), CodePathsCheck(), ModuleCoverageCheck(), ModuleAttributesCheck(), SuspensionCheck(),
        SuspendedSupervisorCheck(),
        ConnectionsCheck(),
        CodeChangeCheck(), StateShapeCheck(), StoppedProcessesCheck(), ApplyCheck(), ApplicationsCheck(),
        ChildrenCheck(), ReachedProcessesCheck(), WrappedProcessesCheck(), SupervisorInitCheck(), StartsCheck(),
        ProtocolsCheck(), ConfigurationProvidersCheck(), ConfigurationIncludesCheck(), StartConfigurationCheck(),
        StaleConfigurationCheck(), NativeCodeCheck(), BrokenCallsCheck(),
        LoadOrderCheck(), PurgeCheck(), ClosuresCheck(), DowngradeCheck(),
        StoredTermsCheck(), LocalLoopsCheck(), UncalledLibrariesCheck(),
        UnreadableModulesCheck(), BehaviourChangeCheck(), SharedStateCheck(),
    ]

    /// All kinds of findings, in the order of the checks.
    package static var kinds: [FindingKind] { checks.flatMap { type(of: $0).kinds } }

    /// The findings of all checks for an upgrade, in a fixed order.
    package init(checking subject: CheckSubject) {
        self.init(findings: Self.checks.concurrentMap { $0.findings(in: subject) }.flatMap { $0 })
    }
}
