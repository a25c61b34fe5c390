internal import LibC

/// Colours text for a terminal, or leaves it as it is.
package struct TerminalColour: Sendable {
    /// `--color`.
    package enum Choice: String, Sendable, CaseIterable {
        /// On a terminal, unless the variable `NO_COLOR` is set.
        case auto
        case always, never
    }

    package enum Style: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case magenta = "35"
    }

    private let isOn: Bool

    package init(_ choice: Choice) {
        switch choice {
        case .always: isOn = true
        case .never: isOn = false
        case .auto:
            let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
            isOn = !refused && isatty(STDOUT_FILENO) == 1
        }
    }

    /// A text in a style. Characters in it that a terminal would obey are escaped.
    package func callAsFunction(_ style: Style, _ text: String) -> String {
        let safe = TerminalText.line(text)
        return isOn ? "\u{1B}[\(style.rawValue)m\(safe)\u{1B}[0m" : safe
    }
}
