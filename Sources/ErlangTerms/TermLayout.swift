/// Breaks the text of a term into lines as `io_lib_pretty:print/2`, OTP 25.2, does.
///
/// `column` is where something begins, from 1; `closing` how many brackets close after it; `written` how many
/// characters are on the line before it.
struct TermLayout {
    private typealias Part = FlatTermText.Part

    private static let lineLength = 80

    private let text: UnsafeBufferPointer<UInt8>
    private let parts: UnsafeBufferPointer<Part>
    /// Characters on a line at most: as many as the whole term has.
    private let maximum: Int
    /// How far what follows a tuple's tag is indented on lines of its own; below 1: as far as on the tag's line.
    private let tagIndent: Int
    /// Whether nothing is written, and only `isTooFarRight` is determined.
    private let isTrial: Bool
    private var isTooFarRight = false
    private var output: [UInt8] = []

    /// The text of a term that begins at a column, over lines if it is too long for one.
    static func lines(_ flat: FlatTermText, column: Int = 1) -> [UInt8] {
        guard let whole = flat.parts.first, whole.kind != .atomic, whole.length >= lineLength - column else {
            return flat.text
        }
        return flat.text.withUnsafeBufferPointer { text in
            flat.parts.withUnsafeBufferPointer { parts in
                let tagIndent = [-1, 4].first { tagIndent in
                    var trial = TermLayout(text, parts, tagIndent: tagIndent, isTrial: true)
                    trial.lay(0, column: column, closing: 0, written: 0)
                    return !trial.isTooFarRight
                }
                var layout = TermLayout(text, parts, tagIndent: tagIndent ?? 1, isTrial: false)
                layout.output.reserveCapacity(text.count + text.count / 4)
                layout.lay(0, column: column, closing: 0, written: 0)
                return layout.output
            }
        }
    }

    private init(
        _ text: UnsafeBufferPointer<UInt8>, _ parts: UnsafeBufferPointer<Part>, tagIndent: Int, isTrial: Bool
    ) {
        self.text = text
        self.parts = parts
        self.tagIndent = tagIndent
        self.isTrial = isTrial
        maximum = parts[0].length
    }

    private mutating func lay(_ index: Int, column: Int, closing: Int, written: Int) {
        let part = parts[index]
        if fits(part.length, column, closing, written) { return write(part) }
        switch part.kind {
        case .list, .improperList:
            write("[")
            layElements(index + 1, of: part, column: column + 1, closing: closing, written: written + 1)
            write("]")
        case .taggedTuple:
            write("{")
            layTagged(index + 1, of: part, column: column, closing: closing, written: written + 1)
            write("}")
        case .tuple:
            write("{")
            layElements(index + 1, of: part, column: column + 1, closing: closing, written: written + 1)
            write("}")
        case .map:
            write("#{")
            layAssociations(index + 1, of: part, column: column + 2, closing: closing, written: written + 1)
            write("}")
        case .binary: layBinary(part, column: column + 2, closing: closing, written: written)
        case .atomic, .association: write(part)
        }
    }

    private func fits(_ length: Int, _ column: Int, _ closing: Int, _ written: Int) -> Bool {
        length < Self.lineLength - column - closing && length + written + closing <= maximum
    }

    /// How many brackets close after a part within `whole`: none if another follows, other than an improper tail.
    private func closing(behind part: Part, of whole: Part, _ closing: Int) -> Int {
        part.next == whole.next || isTail(part.next, of: whole) ? closing + 1 : 0
    }

    private func isTail(_ index: Int, of whole: Part) -> Bool {
        whole.kind == .improperList && parts[index].next == whole.next
    }

    // MARK: Lists and tuples

    /// All elements from the one at `index`, each in `column` if it begins a line.
    private mutating func layElements(_ index: Int, of whole: Part, column: Int, closing: Int, written: Int) {
        let behind = self.closing(behind: parts[index], of: whole, closing)
        let width = layElement(index, column: column, closing: behind, written: written)
        layMoreElements(
            parts[index].next, of: whole, column, from: column + width, closing: closing, written: written + width)
    }

    /// The elements from the one at `index`, with a separator before each; the line is used up to `start`.
    private mutating func layMoreElements(
        _ index: Int, of whole: Part, _ column: Int, from start: Int, closing: Int, written: Int
    ) {
        var (index, start, written) = (index, start, written)
        while index < whole.next, !isTooFarRight {
            let part = parts[index]
            let length = part.length + 1
            if isTail(index, of: whole) {
                write("|")
                if part.kind == .atomic, fits(length, start, closing + 1, written) { return write(part) }
                startLine(column)
                // The trial continues on the current line, as OTP's does.
                return lay(index, column: isTrial ? start : column, closing: closing + 1, written: 0)
            }
            write(",")
            let behind = self.closing(behind: part, of: whole, closing)
            if part.kind == .atomic, fits(length, start, max(behind, 1), written) {
                write(part)
                start += length
                written += length
            } else {
                startLine(column)
                written = layElement(index, column: column, closing: behind, written: 0)
                start = column + written
            }
            index = part.next
        }
    }

    /// One element; returns its width, that of a whole line if another element must not follow on the line.
    private mutating func layElement(_ index: Int, column: Int, closing: Int, written: Int) -> Int {
        let part = parts[index]
        if part.kind == .atomic, fits(part.length, column, closing, written) {
            write(part)
            return part.length
        }
        lay(index, column: column, closing: closing, written: written)
        return Self.lineLength
    }

    /// The elements of a tuple whose first, at `index`, is its tag.
    private mutating func layTagged(_ index: Int, of whole: Part, column: Int, closing: Int, written: Int) {
        let tag = parts[index]
        let elements = column + tag.length + 2
        write(tag)
        if tagIndent > 0, tag.length + 2 > tagIndent {
            let indented = column + tagIndent
            if isTrial, maximum + indented > Self.lineLength, indented > Self.lineLength / 2 { isTooFarRight = true }
            layMoreElements(
                tag.next, of: whole, indented, from: elements, closing: closing, written: written + tag.length)
        } else {
            if isTrial, maximum + elements >= Self.lineLength, elements >= Self.lineLength / 2 { isTooFarRight = true }
            write(",")
            layElements(tag.next, of: whole, column: elements, closing: closing, written: written + tag.length + 1)
        }
    }

    // MARK: Maps

    private mutating func layAssociations(_ index: Int, of whole: Part, column: Int, closing: Int, written: Int) {
        let behind = self.closing(behind: parts[index], of: whole, closing)
        var written = layAssociation(index, column: column, closing: behind, written: written)
        var start = column + written
        var index = parts[index].next
        while index < whole.next, !isTooFarRight {
            let part = parts[index]
            let length = part.length + 1
            let behind = self.closing(behind: part, of: whole, closing)
            write(",")
            if isAtomic(association: index), fits(length, start, max(behind, 1), written) {
                write(part)
                start += length
                written += length
            } else {
                startLine(column)
                written = layAssociation(index, column: column, closing: behind, written: 0)
                start = column + written
            }
            index = part.next
        }
    }

    private mutating func layAssociation(_ index: Int, column: Int, closing: Int, written: Int) -> Int {
        let part = parts[index]
        if fits(part.length, column, closing, written) {
            write(part)
            return isAtomic(association: index) ? part.length : Self.lineLength
        }
        let indented = column + (tagIndent > 0 ? tagIndent : 4)
        lay(index + 1, column: column, closing: closing, written: written)
        write(" =>")
        startLine(indented)
        lay(parts[index + 1].next, column: indented, closing: closing, written: 0)
        return Self.lineLength
    }

    private func isAtomic(association index: Int) -> Bool {
        let key = parts[index + 1]
        return key.kind == .atomic && parts[key.next].kind == .atomic
    }

    // MARK: Binaries

    /// A binary as numbers, broken after commas.
    private mutating func layBinary(_ part: Part, column: Int, closing: Int, written: Int) {
        guard !isTrial else { return }
        let width = max(8, min(Self.lineLength - column, maximum - 4 - written) - closing)
        var room = width
        write("<<")
        var start = part.start + 2
        let end = part.end - 2
        while start < end {
            var next = start
            while next < end, text[next] != UInt8(ascii: ",") { next += 1 }
            if next < end { next += 1 }
            if next - start > room {
                startLine(column)
                room = width
            }
            output.append(contentsOf: text[start..<next])
            room -= next - start
            start = next
        }
        write(">>")
    }

    // MARK: Output

    private mutating func write(_ part: Part) {
        if !isTrial { output.append(contentsOf: text[part.start..<part.end]) }
    }

    private mutating func write(_ ascii: StaticString) {
        guard !isTrial else { return }
        output.append(contentsOf: UnsafeBufferPointer(start: ascii.utf8Start, count: ascii.utf8CodeUnitCount))
    }

    private mutating func startLine(_ column: Int) {
        guard !isTrial else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: column - 1))
    }
}
