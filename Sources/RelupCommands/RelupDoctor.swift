package import ArgumentParser
package import CommandLine
import Overviews
import RelupChecks
import RelupModifications
import UpgradeStages

package struct RelupDoctor: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-doctor",
        abstract: "Says whether and how releases upgrade, and what to do next.",
        discussion: """
            Makes and checks the upgrade as relup-upgrade does, and packs nothing: verdict, what changes, what stands \
            still and for how long, what to correct, and the next command.
            """,
        negative: "the verdict is restart, or versions are missing",
        examples: "relup-doctor demo-1.0.0.tar.gz demo-1.1.0.tar.gz")

    @OptionGroup var colour: ColourOption

    @Argument(help: "Release tarballs or directories, the new release last.")
    var releases: [String]

    package func validate() throws {
        if releases.count < 2 { throw ValidationError("name at least two releases, the new one last") }
    }

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        var request = ModificationRequest()
        request.runtimeDirectory = BesideTheTools.runtime
        let upgrade: TrialUpgrade
        do {
            upgrade = try TrialUpgrade(
                of: releases, request: request, environment: ModificationOptions.environment)
        } catch  where TrialUpgrade.lacksVersions(error) {
            try StandardOutput.write(DoctorText.text(lackingVersions: error, of: releases, colour.colour))
            return .negative
        }
        try StandardOutput.write(DoctorText.text(upgrade, of: releases, colour.colour))
        return upgrade.report.verdict == .restart ? .negative : .done
    }
}
