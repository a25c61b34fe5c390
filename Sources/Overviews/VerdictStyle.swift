internal import CommandLine
internal import RelupChecks

extension CheckReport.Verdict {
    /// How a terminal shows it.
    var style: TerminalColour.Style {
        switch self {
        case .hot: .green
        case .review: .yellow
        case .restart: .red
        }
    }
}

extension Finding.Severity {
    /// How a terminal shows it.
    var style: TerminalColour.Style {
        switch self {
        case .info: .blue
        case .warning: .yellow
        case .error: .red
        }
    }
}
