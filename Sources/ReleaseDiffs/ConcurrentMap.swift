internal import Dispatch
internal import Synchronization

extension Array where Element: Sendable {
    /// What a closure returns for each element, on all processors. If it throws several errors, the first element's is
    /// thrown.
    package func concurrentMap<Value: Sendable>(_ transform: @Sendable (Element) throws -> Value) throws -> [Value] {
        let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result = Result { try transform(self[index]) }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { $0 }.map { try $0!.get() }
    }
}
