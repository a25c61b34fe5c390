/// Finds functions that call each other in a circle and wait on the way.
struct CallLoops {
    /// Indexes of the functions, in no order, each once.
    let functions: [Int]

    /// For each function, `calls` are the indexes of the functions that it calls, `funs` those of the funs that it
    /// makes, and `waits` says whether it waits itself. A fun may run in another process, so making a fun that waits is
    /// not waiting. Only circles with one of the `entries` count.
    init(calls: [[Int]], funs: [[Int]], waits: [Bool], entries: [Bool]) {
        let reachesWait = Self.callers(of: waits, calls)
        functions = Self.circles(zip(calls, funs).map { $0 + $1 }).filter { circle in
            circle.contains { reachesWait[$0] } && circle.contains { entries[$0] }
        }.flatMap { $0 }
    }

    /// The functions that `marks` marks, and all that call them, directly or through others.
    private static func callers(of marks: [Bool], _ calls: [[Int]]) -> [Bool] {
        var callers = [[Int]](repeating: [], count: calls.count)
        for (caller, called) in calls.enumerated() {
            for function in called { callers[function].append(caller) }
        }
        var isMarked = marks
        var open = marks.indices.filter { marks[$0] }
        while let function = open.popLast() {
            for caller in callers[function] where !isMarked[caller] {
                isMarked[caller] = true
                open.append(caller)
            }
        }
        return isMarked
    }

    /// The strongly connected components with a call inside, by Tarjan's algorithm without recursion.
    private static func circles(_ calls: [[Int]]) -> [[Int]] {
        var numbers = [Int?](repeating: nil, count: calls.count)
        var lowest = [Int](repeating: 0, count: calls.count)
        var isOpen = [Bool](repeating: false, count: calls.count)
        var open: [Int] = []
        var circles: [[Int]] = []
        var count = 0
        for start in calls.indices where numbers[start] == nil {
            var path = [(function: start, next: 0)]
            while let (function, next) = path.last {
                if next == 0 {
                    numbers[function] = count
                    lowest[function] = count
                    count += 1
                    open.append(function)
                    isOpen[function] = true
                }
                if next < calls[function].count {
                    path[path.count - 1].next += 1
                    let called = calls[function][next]
                    if numbers[called] == nil {
                        path.append((called, 0))
                    } else if isOpen[called], let number = numbers[called] {
                        lowest[function] = min(lowest[function], number)
                    }
                    continue
                }
                path.removeLast()
                if let caller = path.last?.function { lowest[caller] = min(lowest[caller], lowest[function]) }
                guard lowest[function] == numbers[function], let place = open.lastIndex(of: function) else { continue }
                let circle = Array(open[place...])
                open.removeSubrange(place...)
                for member in circle { isOpen[member] = false }
                if circle.count > 1 || calls[function].contains(function) { circles.append(circle) }
            }
        }
        return circles
    }
}
