internal import Dispatch
internal import Synchronization

extension Array where Element: Sendable {
    /// What a closure returns for each element, on all processors. If it throws several errors, the first element's is
    /// thrown.
    package func concurrentMap<Value: Sendable, Failure: Error>(
        _ transform: @Sendable (Element) throws(Failure) -> Value
    ) throws(Failure) -> [Value] {
        let results = Mutex([Result<Value, Failure>?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result = Result { () throws(Failure) in try transform(self[index]) }
            results.withLock { $0[index] = result }
        }
        var values: [Value] = []
        values.reserveCapacity(count)
        for result in results.withLock({ $0 }) { values.append(try result!.get()) }
        return values
    }
}
