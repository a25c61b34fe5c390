import CommandSupport
import RelupCommands

RelupAppup.main()
