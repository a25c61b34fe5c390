internal import LibC

/// Pieces that a separate thread unpacks ahead of the reader.
final class PrefetchedPieces: UnpackedPieces {
    private let ring: PieceRing
    private let thread: pthread_t

    private init(_ ring: PieceRing, _ thread: pthread_t) {
        self.ring = ring
        self.thread = thread
    }

    /// Starts unpacking; nil if the system provides no thread.
    static func start(_ unpacker: Unpacker) -> PrefetchedPieces? {
        let ring = PieceRing(unpacker)
        let context = Unmanaged.passRetained(ring)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<PieceRing>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        if status == 0 { return PrefetchedPieces(ring, thread) }
        context.release()
        return nil
    }

    deinit {
        ring.stop()
        pthread_join(thread, nil)
    }

    var unpacker: Unpacker { ring.unpacker }
    var packedSize: Int { ring.packedSize }

    func next() throws(TarballError) -> UnsafeRawBufferPointer {
        try ring.next()
    }
}

/// Buffers that circulate between one thread that fills them and one that reads them.
private final class PieceRing {
    let unpacker: Unpacker
    private static let count = 4
    private let storage = UnsafeMutableRawBufferPointer.allocate(
        byteCount: PieceRing.count * Unpacker.pieceSize, alignment: 512)
    private var pieces = [Result<(count: Int, packedSize: Int), TarballError>](
        repeating: .success((0, 0)), count: PieceRing.count)
    /// Of the piece that is being read.
    private(set) var packedSize = 0
    /// How many pieces have been filled and read so far; the piece that is being read counts as not yet read.
    private var filled = 0
    private var read = 0
    private var isReading = false
    private var isStopped = false
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init(_ unpacker: Unpacker) {
        self.unpacker = unpacker
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
        storage.deallocate()
    }

    private func buffer(_ index: Int) -> UnsafeMutableRawBufferPointer {
        let start = index % Self.count * Unpacker.pieceSize
        return UnsafeMutableRawBufferPointer(rebasing: storage[start..<start + Unpacker.pieceSize])
    }

    /// Fills buffers until the end, a failure, or `stop`.
    func run() {
        var index = 0
        while true {
            pthread_mutex_lock(mutex)
            while index - read >= Self.count, !isStopped { pthread_cond_wait(changed, mutex) }
            let isStopped = isStopped
            pthread_mutex_unlock(mutex)
            if isStopped { return }

            let piece = Result { () throws(TarballError) in
                (count: try unpacker.fill(buffer(index)), packedSize: unpacker.packedSize)
            }
            pthread_mutex_lock(mutex)
            pieces[index % Self.count] = piece
            index += 1
            filled = index
            pthread_cond_signal(changed)
            pthread_mutex_unlock(mutex)
            guard case .success(let (count, _)) = piece, count > 0 else { return }
        }
    }

    func stop() {
        pthread_mutex_lock(mutex)
        isStopped = true
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    /// The next piece; the last one, empty or a failure, is returned again and again.
    func next() throws(TarballError) -> UnsafeRawBufferPointer {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if isReading {
            read += 1
            isReading = false
            pthread_cond_signal(changed)
        }
        while filled <= read { pthread_cond_wait(changed, mutex) }
        let count: Int
        (count, packedSize) = try pieces[read % Self.count].get()
        isReading = count > 0
        return UnsafeRawBufferPointer(rebasing: buffer(read)[..<count])
    }
}
