/// Lends bytes to a library in C, in the two fields that its streams have for them: where they begin, and how many there are.
func lend(_ bytes: UnsafeRawBufferPointer, _ next: inout UnsafeMutablePointer<UInt8>!, _ available: inout UInt32) {
    next = UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.assumingMemoryBound(to: UInt8.self)
    available = UInt32(bytes.count)
}

func lend(_ bytes: UnsafeMutableRawBufferPointer, _ next: inout UnsafeMutablePointer<UInt8>!, _ available: inout UInt32)
{
    lend(UnsafeRawBufferPointer(bytes), &next, &available)
}
