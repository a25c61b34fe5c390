import CommandSupport
import RelupCommands

RelupUnpack.main()
