internal import CommandLine
internal import Files
internal import SystemPackage
internal import Tarballs

/// What `relup-rehearse` has measured: a line of the file that it writes beside an upgrade.
struct Rehearsal {
    let verdict: String
    let cause: String
    let old: String
    let instructions: [Event]
    /// The processes that stood still.
    let suspended: [Event]
    let clients: [Client]

    /// Something that took time: from when to when, in microseconds since the script began.
    struct Event {
        let begin: Int
        let end: Int
        let text: String
    }

    /// What the clients of a URL saw.
    struct Client {
        let url: String
        let text: String
        /// In microseconds.
        let longest: Int
        /// The requests that ran beside the script.
        let waited: [Event]
    }

    /// The rehearsals of a tarball, as the file beside it or another file has them; none if they are of another tarball.
    static func all(of tarball: String, in file: String?) throws -> [Rehearsal] {
        guard let bytes = try file.map({ try WholeFile.read($0) }) ?? (try? WholeFile.read("\(tarball).rehearsal"))
        else {
            return []
        }
        let digest = try digest(of: tarball)
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let json = JSON(text: line), json["upgrade_sha256"]?.string == digest else { return nil }
            return Rehearsal(json)
        }
    }

    private static func digest(of file: String) throws -> String {
        var sum = SHA256()
        try WholeFile.forEachPiece(of: FilePath(file)) { sum.update($0) }
        return sum.hexadecimal()
    }

    private init?(_ json: JSON) {
        guard let verdict = json["verdict"]?.string, let old = json["old"]?.string else { return nil }
        self.verdict = verdict
        self.old = old
        cause = json["cause"]?.string ?? ""
        let events = { (member: String, name: String) in
            json[member]?.array?.compactMap { Event($0, name) } ?? []
        }
        instructions = events("instructions", "instruction")
        suspended = events("suspended", "process")
        clients = json["clients"]?.array?.compactMap(Client.init) ?? []
    }

    /// `proven: 3 processes stood still, for 5.2 ms at most`.
    var text: String {
        let longest = suspended.map { $0.end - $0.begin }.max().map {
            "\(suspended.count) \(suspended.count == 1 ? "process" : "processes") stood still, for \(ScriptLanes.milliseconds($0)) at most"
        }
        return
            ([cause.isEmpty ? verdict : "\(verdict): \(cause)"] + [longest ?? "no process stood still"]
            + clients.map(\.text)).joined(separator: "; ")
    }
}

extension Rehearsal.Event {
    /// `{"at", "microseconds"}` and a text.
    fileprivate init?(_ json: JSON, _ name: String) {
        guard let time = json["microseconds"]?.number, let at = json["at"]?.number, let text = json[name]?.string,
            // No sum of such numbers is too large.
            (0...Self.limit).contains(time), (-Self.limit...Self.limit).contains(at)
        else { return nil }
        self.init(begin: at, end: at + time, text: text)
    }

    private static let limit = 1 << 50
}

extension Rehearsal.Client {
    fileprivate init?(_ json: JSON) {
        guard let url = json["url"]?.string, let answers = json["answers"]?.number else { return nil }
        self.url = url
        longest = min(max(json["longest_microseconds"]?.number ?? 0, 0), 1 << 50)
        let lost = ["failed", "refused", "lost"].map { "\(json[$0]?.number ?? 0) \($0)" }.joined(separator: ", ")
        text = "\(url): \(answers) answers, \(lost), the longest took \(ScriptLanes.milliseconds(longest))"
        waited =
            json["meanwhile"]?.array?.compactMap { pair in
                let numbers = pair.array?.compactMap(\.number) ?? []
                guard numbers.count == 2, numbers.allSatisfy({ $0.magnitude < 1 << 50 }) else { return nil }
                return Rehearsal.Event(begin: numbers[0], end: numbers[0] + numbers[1], text: "")
            } ?? []
    }
}
