import CommandSupport
import RelupCommands

RelupPack.main()
