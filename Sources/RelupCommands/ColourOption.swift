internal import ArgumentParser
import CommandLine

/// `--color`, of commands that show something to people.
struct ColourOption: ParsableArguments {
    @Option(help: ArgumentHelp("Colours: auto, always or never.", valueName: "color"))
    var color = TerminalColour.Choice.auto

    var colour: TerminalColour { TerminalColour(color) }
}

extension TerminalColour.Choice: ExpressibleByArgument {}
