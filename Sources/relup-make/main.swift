import CommandSupport
import RelupCommands

RelupMake.main()
