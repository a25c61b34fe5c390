internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// A drawing of what stands still while a script runs: a lane each for the script itself, for acceptors, websockets and
/// requests, and for processes that are suspended together; or, to the times of a rehearsal, for the processes that it saw
/// and its clients. Places are in percent, from left to right.
struct ScriptLanes {
    struct Span {
        let kind: String
        let left: Double
        let width: Double
        /// In percent of the lane.
        var height = 100.0
        /// What it is, with the steps or the time.
        let text: String
    }

    struct Lane {
        let name: String
        let spans: [Span]
    }

    private(set) var lanes: [Lane] = []
    /// Where the point of no return is.
    private(set) var point: Double?
    /// How many lanes there would be besides.
    private(set) var restCount = 0
    /// What the right end of the drawing is.
    let scale: String

    /// The number of lanes, and of spans in each, that a reader can take in.
    private static let laneLimit = 16
    private static let spanLimit = 500

    /// The lanes of a relup's script, to the times of a rehearsal if that has seen this script.
    init(_ timeline: ScriptTimeline, _ rehearsal: Rehearsal?) {
        let steps = timeline.steps
        let seen = rehearsal.flatMap { $0.instructions.count == steps.count ? $0 : nil }
        let (begins, ends) =
            seen.map { ($0.instructions.map(\.begin), $0.instructions.map(\.end)) } ?? Self.plan(timeline)
        let whole = max(ends.last ?? 1, 1)
        scale = seen == nil ? ShownName.counted(steps.count, "step") : "\(Self.milliseconds(whole)), measured"
        func mark(_ kind: String, from begin: Int, to end: Int, _ text: String) -> Span {
            let left = min(Double(max(begin, 0)) / Double(whole), 1) * 100
            return Span(
                kind: kind, left: left, width: max(0, min(Double(end) / Double(whole) * 100, 100) - left),
                text: "\(text): \(Self.milliseconds(end - begin))")
        }
        func span(_ kind: String, _ range: Range<Int>, _ what: String) -> Span {
            let found = mark(kind, from: begins[range.lowerBound], to: ends[range.upperBound - 1], what)
            if seen != nil { return found }
            let steps =
                range.count == 1 ? "step \(range.upperBound)" : "steps \(range.lowerBound + 1) to \(range.upperBound)"
            return Span(kind: kind, left: found.left, width: found.width, text: "\(what): \(steps)")
        }
        if steps.isEmpty { return }
        point = steps.firstIndex { $0.phase == .pointOfNoReturn }.map { Double(begins[$0]) / Double(whole) * 100 }
        let runs = timeline.parts.flatMap(\.runs)
        lanes = [Lane(name: "the script", spans: Self.joined(runs).map { span($0.kind, $0.steps, $0.text) })]
        let (connections, processes) = Self.held(steps)
        var held = connections.map { name, ranges in
            Lane(name: name, spans: ranges.prefix(Self.spanLimit).map { span("held", $0, name) })
        }
        if let seen {
            let processes = Dictionary(grouping: seen.suspended.prefix(Self.spanLimit), by: \.text)
            held += processes.sorted { ($0.value[0].begin, $0.key) < ($1.value[0].begin, $1.key) }.map { name, events in
                Lane(name: name, spans: events.map { mark("held", from: $0.begin, to: $0.end, name) })
            }
        } else {
            held += processes.prefix(Self.laneLimit + 1).map { name, ranges in
                Lane(name: name, spans: ranges.prefix(Self.spanLimit).map { span("held", $0, name) })
            }
        }
        lanes += held.prefix(Self.laneLimit)
        restCount = max(
            0,
            connections.count + (seen.map { Set($0.suspended.map(\.text)).count } ?? processes.count) - Self.laneLimit)
        for client in seen?.clients ?? [] {
            let longest = max(client.longest, 1)
            lanes.append(
                Lane(
                    name: "\(client.url), up to \(Self.milliseconds(client.longest))",
                    spans: client.waited.prefix(Self.spanLimit).map { request in
                        var span = mark("request", from: request.begin, to: request.end, "a request")
                        span.height = min(100, 8 + 92 * Double(request.end - request.begin) / Double(longest))
                        return span
                    }))
        }
    }

    static func milliseconds(_ microseconds: Int) -> String {
        "\(microseconds / 1000).\(abs(microseconds) % 1000 / 100) ms"
    }

    /// Where steps begin and end if no time is known: those that do the same count little, however many they are.
    private static func plan(_ timeline: ScriptTimeline) -> ([Int], [Int]) {
        var ends: [Int] = []
        var end = 0
        for run in timeline.parts.flatMap(\.runs) {
            let width = 1000 * (run.isOfRelup ? 1 : min(run.steps.count, ScriptTimeline.stepCount))
            for index in 1...run.steps.count { ends.append(end + width * index / run.steps.count) }
            end += width
        }
        return ([0] + ends.dropLast(), ends)
    }

    /// The runs as spans, each kind in a row as one.
    private static func joined(_ runs: [ScriptTimeline.Run]) -> [(kind: String, steps: Range<Int>, text: String)] {
        var spans: [(kind: String, steps: Range<Int>, text: String)] = []
        for run in runs where run.kind != .point {
            let range = run.steps.startIndex..<run.steps.endIndex
            let kind = run.kind == .resume ? ScriptTimeline.Kind.suspend : run.kind
            if let last = spans.last, last.kind == kind.rawValue || spans.count >= spanLimit,
                last.steps.upperBound == range.lowerBound
            {
                spans[spans.count - 1].steps = last.steps.lowerBound..<range.upperBound
            } else {
                spans.append((kind.rawValue, range, kind.purpose))
            }
        }
        return spans
    }

    private typealias Ranges = [(name: String, ranges: [Range<Int>])]

    /// What is held, and in which steps: processes that are suspended together have one name.
    private static func held(_ steps: [ScriptTimeline.Step]) -> (connections: Ranges, processes: Ranges) {
        var open: [Held: Int] = [:]
        var connections: [Held: [Range<Int>]] = [:]
        var modules: [Range<Int>: [Atom]] = [:]
        func close(_ held: Held, at index: Int) {
            guard let start = open.removeValue(forKey: held) else { return }
            if case .module(let module) = held {
                modules[start..<index, default: []].append(module)
            } else {
                connections[held, default: []].append(start..<index)
            }
        }
        for (index, step) in steps.enumerated() {
            for module in step.instruction.suspendedModules where open[.module(module)] == nil {
                open[.module(module)] = index
            }
            for module in step.instruction.resumedModules { close(.module(module), at: index + 1) }
            guard let (held, begins) = Held.connections(of: step.instruction) else { continue }
            if begins { open[held] = open[held] ?? index } else { close(held, at: index + 1) }
        }
        for held in open.keys { close(held, at: steps.count) }
        let named = connections.map { (name: $0.key.name, ranges: $0.value) }
            .sorted { ($0.ranges[0].lowerBound, $0.name) < ($1.ranges[0].lowerBound, $1.name) }
        var processes: Ranges = []
        var numbers: [[Atom]: Int] = [:]
        for (range, names) in modules.sorted(by: { Self.order($0.key) < Self.order($1.key) }) {
            let names = names.sorted()
            if let number = numbers[names] {
                processes[number].ranges.append(range)
            } else {
                numbers[names] = processes.count
                processes.append((ShownName.some(names), [range]))
            }
        }
        return (named, processes)
    }

    private static func order(_ range: Range<Int>) -> (Int, Int) { (range.lowerBound, range.upperBound) }

    private enum Held: Hashable {
        case module(Atom)
        case acceptors, websockets, requests

        var name: String {
            switch self {
            case .module(let module): module.name
            case .acceptors: "acceptors"
            case .websockets: "websockets"
            case .requests: "requests"
            }
        }

        /// Which connections an instruction of ours holds, or lets go on.
        static func connections(of instruction: LowLevelInstruction) -> (Held, begins: Bool)? {
            guard let module = instruction.runModule,
                let declared = RunnableInstruction.all.first(where: {
                    $0.module == module || $0.moduleOfEdeliver == module
                })
            else { return nil }
            switch declared.connections {
            case .suspendsAcceptors: return (.acceptors, true)
            case .resumesAcceptors: return (.acceptors, false)
            case .suspendsChannels: return (.websockets, true)
            case .resumesChannels: return (.websockets, false)
            case nil: break
            }
            switch declared.name {
            case "FinishRunningRequests": return (.requests, true)
            case "RerunFailedRequests": return (.requests, false)
            default: return nil
            }
        }
    }
}

extension ScriptTimeline.Kind {
    /// What it does, for a legend.
    var purpose: String {
        switch self {
        case .carry: "loads what the relup carries"
        case .drop: "removes what the relup carried"
        case .read: "reads code"
        case .load: "loads code"
        case .remove: "removes code"
        case .suspend, .resume: "suspends, resumes"
        case .convert: "converts states"
        case .call: "calls"
        case .point: "point of no return"
        case .other: "other"
        }
    }
}
