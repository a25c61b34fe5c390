/// Breaks the text of a term into lines as `io_lib_pretty:print/2`, OTP 25.2, does.
///
/// A term that fits on the rest of a line is printed there; any other is broken into its parts. So no text needs to be
/// longer than a line before it is known where it stands.
///
/// `column` is where something begins, from 1; `closing` how many brackets close after it; `written` how many
/// characters are on the line before it.
struct TermLayout {
    private static let lineLength = 80
    /// More characters than any line, its brackets included, is compared with.
    private static let many = 1_000

    /// The text of what is looked at, or its beginning if it is longer than a line.
    private var flat: FlatTermText
    /// Characters on a line at most: as many as the whole term has, or `many`.
    private let maximum: Int
    /// How far what follows a tuple's tag is indented on lines of its own; below 1: as far as on the tag's line.
    private let tagIndent: Int
    /// Whether `isTooFarRight` is determined.
    private var isTrial: Bool
    private var isTooFarRight = false
    /// The text, in pieces: to grow as a whole, a long one would need twice its space.
    private var pieces: [[UInt8]] = []
    private var output: [UInt8] = []
    private static let pieceSize = 1 << 20

    /// The text of a term that begins at a column, over lines if it is too long for one. `flat` is empty, and says how
    /// terms are written.
    static func lines(_ term: ErlangTerm, _ flat: FlatTermText, column: Int = 1) -> [UInt8] {
        pieces(term, flat, column: column).allBytes
    }

    /// The same, in pieces.
    static func pieces(_ term: ErlangTerm, _ flat: FlatTermText, column: Int = 1) -> [[UInt8]] {
        var flat = flat
        let isAtomic = flat.isAtomic(term)
        flat.restart(limit: isAtomic ? .max : many)
        flat.append(term)
        if isAtomic || !flat.isCut && flat.length < lineLength - column { return [flat.text] }
        let maximum = flat.isCut ? many : flat.length
        for tagIndent in [-1, 4] {
            var layout = TermLayout(flat, maximum: maximum, tagIndent: tagIndent, isTrial: true)
            layout.lay(term, column: column, closing: 0, written: 0)
            if !layout.isTooFarRight { return layout.pieces + [layout.output] }
        }
        var layout = TermLayout(flat, maximum: maximum, tagIndent: 1, isTrial: false)
        layout.lay(term, column: column, closing: 0, written: 0)
        return layout.pieces + [layout.output]
    }

    private init(_ flat: FlatTermText, maximum: Int, tagIndent: Int, isTrial: Bool) {
        self.flat = flat
        self.maximum = maximum
        self.tagIndent = tagIndent
        self.isTrial = isTrial
    }

    private mutating func lay(_ term: ErlangTerm, column: Int, closing: Int, written: Int) {
        if fits(measured(term), column, closing, written) { return writeMeasured() }
        layLong(term, column: column, closing: closing, written: written)
    }

    /// A term that does not fit on the line.
    private mutating func layLong(_ term: ErlangTerm, column: Int, closing: Int, written: Int) {
        switch term {
        case _ where flat.isAtomic(term): write(whole: term)
        case .list(let elements):
            write("[")
            layElements(elements[...], column: column + 1, closing: closing, written: written + 1)
            write("]")
        case .improperList(let elements, let tail):
            write("[")
            layElements(elements[...], tail, column: column + 1, closing: closing, written: written + 1)
            write("]")
        case .tuple(let elements):
            write("{")
            if elements.count > 1, elements[0].atom != nil {
                layTagged(elements, column: column, closing: closing, written: written + 1)
            } else {
                layElements(elements[...], column: column + 1, closing: closing, written: written + 1)
            }
            write("}")
        case .map(let map):
            write("#{")
            layAssociations(map.entries, column: column + 2, closing: closing, written: written + 1)
            write("}")
        default: layBinary(term, column: column + 2, closing: closing, written: written)
        }
    }

    private func fits(_ length: Int, _ column: Int, _ closing: Int, _ written: Int) -> Bool {
        length < Self.lineLength - column - closing && length + written + closing <= maximum
    }

    // MARK: Lists and tuples

    /// All elements, each in `column` if it begins a line, and the tail of an improper list.
    private mutating func layElements(
        _ elements: ArraySlice<ErlangTerm>, _ tail: ErlangTerm? = nil, column: Int, closing: Int, written: Int
    ) {
        guard let first = elements.first else { return }
        let behind = elements.count == 1 ? closing + 1 : 0
        let width = layElement(first, measured(first), column: column, closing: behind, written: written)
        layMoreElements(
            elements.dropFirst(), tail, column: column, from: column + width, closing: closing,
            written: written + width)
    }

    /// Elements with a separator before each; the line is used up to `start`.
    private mutating func layMoreElements(
        _ elements: ArraySlice<ErlangTerm>, _ tail: ErlangTerm? = nil, column: Int, from start: Int, closing: Int,
        written: Int
    ) {
        if elements.count >= Self.worthwhile, elements.allSatisfy({ !flat.isAtomic($0) }) {
            layLines(elements, column: column, closing: closing)
            if let tail, !isTooFarRight {
                layTail(
                    tail, column: column, from: column + Self.lineLength, closing: closing, written: Self.lineLength)
            }
            return
        }
        var (start, written) = (start, written)
        for index in elements.indices where !isTooFarRight {
            write(",")
            let element = elements[index]
            let length = measured(element)
            let behind = index == elements.endIndex - 1 ? closing + 1 : 0
            if fits(length + 1, start, max(behind, 1), written), flat.isAtomic(element) {
                writeMeasured()
                start += length + 1
                written += length + 1
            } else {
                startLine(column)
                written = layElement(element, length, column: column, closing: behind, written: 0)
                start = column + written
            }
        }
        if let tail, !isTooFarRight { layTail(tail, column: column, from: start, closing: closing, written: written) }
    }

    /// From so many elements on, threads are worth their start.
    private static let worthwhile = 256

    /// Elements of which none is atomic, so that each begins a line whatever came before it: on all processors.
    private mutating func layLines(_ elements: ArraySlice<ErlangTerm>, column: Int, closing: Int) {
        let size = elements.count / 16
        let parts = stride(from: elements.startIndex, to: elements.endIndex, by: size).map { start in
            elements[start..<min(start + size, elements.endIndex)]
        }
        var empty = self
        (empty.pieces, empty.output) = ([], [])
        let layouts = parts.concurrentMap { [empty] part in
            var layout = empty
            for index in part.indices where !layout.isTooFarRight {
                layout.write(",")
                layout.startLine(column)
                let behind = index == elements.endIndex - 1 ? closing + 1 : 0
                layout.lay(part[index], column: column, closing: behind, written: 0)
            }
            return layout
        }
        for layout in layouts {
            pieces += [output] + layout.pieces
            output = layout.output
            isTooFarRight = isTooFarRight || layout.isTooFarRight
        }
    }

    private mutating func layTail(_ tail: ErlangTerm, column: Int, from start: Int, closing: Int, written: Int) {
        write("|")
        if fits(measured(tail) + 1, start, closing + 1, written), flat.isAtomic(tail) { return writeMeasured() }
        startLine(column)
        if isTrial {
            // OTP finds out whether it is too far right as if it were on the line before.
            var trial = TermLayout(flat, maximum: maximum, tagIndent: tagIndent, isTrial: true)
            trial.lay(tail, column: start, closing: closing + 1, written: 0)
            isTooFarRight = trial.isTooFarRight
        }
        let isTrial = self.isTrial
        self.isTrial = false
        lay(tail, column: column, closing: closing + 1, written: 0)
        self.isTrial = isTrial
    }

    /// One element, which was measured last; returns its width, that of a whole line if another element must not follow
    /// on the line.
    private mutating func layElement(
        _ element: ErlangTerm, _ length: Int, column: Int, closing: Int, written: Int
    ) -> Int {
        if fits(length, column, closing, written) {
            writeMeasured()
            return flat.isAtomic(element) ? length : Self.lineLength
        }
        layLong(element, column: column, closing: closing, written: written)
        return Self.lineLength
    }

    /// The elements of a tuple whose first is its tag.
    private mutating func layTagged(_ elements: [ErlangTerm], column: Int, closing: Int, written: Int) {
        write(whole: elements[0])
        let length = flat.length
        let start = column + length + 2
        let rest = elements.dropFirst()
        if tagIndent > 0, length + 2 > tagIndent {
            let indented = column + tagIndent
            if isTrial, maximum + indented > Self.lineLength, indented > Self.lineLength / 2 { isTooFarRight = true }
            layMoreElements(rest, column: indented, from: start, closing: closing, written: written + length)
        } else {
            if isTrial, maximum + start >= Self.lineLength, start >= Self.lineLength / 2 { isTooFarRight = true }
            write(",")
            layElements(rest, column: start, closing: closing, written: written + length + 1)
        }
    }

    // MARK: Maps

    private mutating func layAssociations(_ entries: [ErlangMap.Entry], column: Int, closing: Int, written: Int) {
        var (start, written) = (column, written)
        for (index, entry) in entries.enumerated() where !isTooFarRight {
            if index > 0 { write(",") }
            let length = measured(entry)
            let behind = index == entries.count - 1 ? closing + 1 : 0
            if index > 0, fits(length + 1, start, max(behind, 1), written), isAtomic(entry) {
                writeMeasured()
                start += length + 1
                written += length + 1
            } else {
                if index > 0 { startLine(column) }
                written = layAssociation(
                    entry, length, column: column, closing: behind, written: index > 0 ? 0 : written)
                start = column + written
            }
        }
    }

    /// One association, which was measured last; returns its width, as `layElement` does.
    private mutating func layAssociation(
        _ entry: ErlangMap.Entry, _ length: Int, column: Int, closing: Int, written: Int
    ) -> Int {
        if fits(length, column, closing, written) {
            writeMeasured()
            return isAtomic(entry) ? length : Self.lineLength
        }
        let indented = column + (tagIndent > 0 ? tagIndent : 4)
        lay(entry.key, column: column, closing: closing, written: written)
        write(" =>")
        startLine(indented)
        lay(entry.value, column: indented, closing: closing, written: 0)
        return Self.lineLength
    }

    private func isAtomic(_ entry: ErlangMap.Entry) -> Bool { flat.isAtomic(entry.key) && flat.isAtomic(entry.value) }

    // MARK: Binaries

    /// A binary as numbers, broken after commas.
    private mutating func layBinary(_ binary: ErlangTerm, column: Int, closing: Int, written: Int) {
        flat.restart()
        flat.append(binary)
        let width = max(8, min(Self.lineLength - column, maximum - 4 - written) - closing)
        var room = width
        write("<<")
        var rest = flat.text.dropFirst(2).dropLast(2)
        while !rest.isEmpty {
            let next = rest.firstIndex(of: UInt8(ascii: ",")).map { rest[...$0] } ?? rest
            if next.count > room {
                startLine(column)
                room = width
            }
            output += next
            room -= next.count
            rest = rest[next.endIndex...]
        }
        write(">>")
    }

    // MARK: Output

    /// The length of a term, if it is no longer than a line, and `many` otherwise.
    private mutating func measured(_ term: ErlangTerm) -> Int {
        flat.restart(limit: Self.lineLength)
        flat.append(term)
        return flat.isCut ? Self.many : flat.length
    }

    /// The same of an association.
    private mutating func measured(_ entry: ErlangMap.Entry) -> Int {
        flat.restart(limit: Self.lineLength)
        flat.append(entry)
        return flat.isCut ? Self.many : flat.length
    }

    /// Writes what was measured last, on the line.
    private mutating func writeMeasured() { output += flat.text }

    private mutating func write(whole term: ErlangTerm) {
        flat.restart()
        flat.append(term)
        output += flat.text
    }

    private mutating func write(_ ascii: StaticString) {
        output.append(contentsOf: UnsafeBufferPointer(start: ascii.utf8Start, count: ascii.utf8CodeUnitCount))
    }

    private mutating func startLine(_ column: Int) {
        if output.count >= Self.pieceSize {
            pieces.append(output)
            output = []
        }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: column - 1))
    }
}

extension Array where Element: Collection<UInt8> {
    /// The bytes of all pieces, in an array of that size.
    package var allBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(reduce(0) { $0 + $1.count })
        for piece in self { bytes += piece }
        return bytes
    }
}
