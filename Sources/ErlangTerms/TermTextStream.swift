/// The terms of one text, one after the other, with the place of each.
struct TermTextStream {
    private let text: UnsafeBufferPointer<UInt8>
    private let end: TermTextSource.End
    private let file: String
    private let syntax: ErlangSyntax
    /// The versions of OTP that read everything up to here, the oldest first.
    private var versions: [Int]
    /// The offset of the end of the last term.
    private var position = 0
    private var place = TextPlace(line: 1, column: 1)

    init(_ text: UnsafeBufferPointer<UInt8>, _ end: TermTextSource.End, _ file: String, _ syntax: ErlangSyntax) {
        self.text = text
        self.end = end
        self.file = file
        self.syntax = syntax
        versions = syntax.versions
    }

    mutating func next() throws(TermTextError) -> ErlangTerm? {
        let reading = try read(isPlaced: false)
        position = reading.parser.position
        return reading.term
    }

    mutating func nextPlaced() throws(TermTextError) -> TermTextReader.PlacedTerm? {
        let reading = try read(isPlaced: true)
        guard let term = reading.term else { return nil }
        let parser = reading.parser
        place = place.advanced(over: text[position..<parser.termOffset])
        var (elementPlaces, offset, elementPlace) = ([TextPlace](), parser.termOffset, place)
        for next in parser.elementOffsets ?? [] {
            elementPlace = elementPlace.advanced(over: text[offset..<next])
            elementPlaces.append(elementPlace)
            offset = next
        }
        defer { place = elementPlace.advanced(over: text[offset..<parser.position]) }
        position = parser.position
        return TermTextReader.PlacedTerm(term: term, place: place, elementPlaces: elementPlaces)
    }

    func countError(_ reason: String) -> TermTextError {
        diagnosis(versions[0]).error(.count, reason, position)
    }

    // MARK: Versions

    /// What a version makes of the next term.
    private struct Reading {
        var parser: TermTextParser
        var term: ErlangTerm?
        var failure: TermTextParser.Failure?

        /// Whether a later version does the same.
        func isShared(by version: Int) -> Bool {
            !parser.met.contains { parser.otp < $0.syntax.change && $0.syntax.change <= version }
        }
    }

    /// Reads the next term by the rules of all versions that are left, and keeps those that can read it. That is one pass
    /// unless the term has something that they do not read alike, and one more for each version that changed it.
    private mutating func read(isPlaced: Bool) throws(TermTextError) -> Reading {
        var readings: [Reading] = []
        var readers: [Int] = []
        for version in versions {
            if readings.last?.isShared(by: version) != true { readings.append(reading(version, isPlaced)) }
            if readings.last?.failure == nil { readers.append(version) }
        }
        let successes = readings.filter { $0.failure == nil }
        guard let first = successes.first else { throw error(readings) }
        for other in successes.dropFirst()
        where other.term != first.term || other.parser.position != first.parser.position {
            throw ambiguity(first, other)
        }
        versions = readers
        return first
    }

    private func reading(_ version: Int, _ isPlaced: Bool) -> Reading {
        var reading = Reading(parser: TermTextParser(text, otp: version, from: position))
        if isPlaced { reading.parser.elementOffsets = [] }
        do throws(TermTextParser.Failure) {
            reading.term = try reading.parser.nextTerm(isWhole: end == .complete)
        } catch {
            reading.failure = error
        }
        return reading
    }

    // MARK: Errors

    private func diagnosis(_ version: Int) -> TermTextDiagnosis {
        TermTextDiagnosis(text, end, file, otp: version)
    }

    /// The error of a term that no version reads: the one that is found last in the text, for that version understood
    /// most of it; of several the newest.
    private func error(_ readings: [Reading]) -> TermTextError {
        let errors = readings.compactMap { reading in
            reading.failure.map { diagnosis(reading.parser.otp).error($0, termStart: position) }
        }
        let last = errors.map { ($0.place.line, $0.place.column) }.max { $0 < $1 }
        let error = errors.last { ($0.place.line, $0.place.column) == last ?? (0, 0) }!
        return explanation(readings[0], error) ?? error
    }

    /// The error that names the versions which read the term, if the version of the text is known and does not.
    private func explanation(_ reading: Reading, _ error: TermTextError) -> TermTextError? {
        guard syntax.otp != nil, case .noTerm? = reading.failure else { return nil }
        for (met, offset) in reading.parser.met.sorted(by: { $0.offset < $1.offset }) {
            guard let reason = syntax.reason(against: met) else { continue }
            let isRead = ErlangSyntax.allVersions.contains { version in
                (version >= met.change) != (reading.parser.otp >= met.change)
                    && self.reading(version, false).failure == nil
            }
            if isRead { return diagnosis(reading.parser.otp).error(error, reason, offset) }
        }
        return nil
    }

    private func ambiguity(_ older: Reading, _ newer: Reading) -> TermTextError {
        let ambiguous = older.parser.met.sorted { $0.offset < $1.offset }.first { met in
            met.syntax.ambiguity != nil && older.parser.otp < met.syntax.change
                && met.syntax.change <= newer.parser.otp
        }
        let (what, change) = (ambiguous?.syntax.ambiguity ?? "this", ambiguous?.syntax.change ?? newer.parser.otp)
        let diagnosis = diagnosis(newer.parser.otp)
        let offset = ambiguous?.offset ?? position
        return diagnosis.error(
            diagnosis.scanError("", offset, .atom("ambiguous")),
            "OTP \(change - 1) and earlier read \(what) differently from OTP \(change) and later, and the version is not "
                + "known", offset)
    }
}
