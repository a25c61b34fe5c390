package import Tarballs

/// A line on standard error that shows the progress of work on a tarball, if standard error is a terminal.
///
/// It appears if the work takes more than a tenth of a second, is redrawn as often, and is removed by `clear`.
package final class ProgressLine {
    private let reporter: Reporter
    private let clock = ContinuousClock()
    private static let interval = Duration.milliseconds(100)
    private var next: ContinuousClock.Instant
    private var subject = ""
    private var entryCount = 0
    private var size = 0
    private var isShown = false

    package init(_ reporter: Reporter) {
        self.reporter = reporter
        next = clock.now + Self.interval
    }

    /// Counts an entry of a tarball, which may be another tarball than before.
    package func count(_ entry: TarballEntry, of tarball: String) {
        guard reporter.isOnTerminal else { return }
        if tarball != subject { (subject, entryCount, size) = (tarball, 0, 0) }
        entryCount += 1
        size += entry.size
        let now = clock.now
        guard now >= next else { return }
        next = now + Self.interval
        isShown = true
        reporter.progress("\(tarball): \(entryCount) entries, \(size >> 20) MB")
    }

    /// Removes the line.
    package func clear() {
        if isShown { reporter.progress("") }
        isShown = false
    }
}
