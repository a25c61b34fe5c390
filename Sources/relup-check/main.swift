import CommandSupport
import RelupCommands

RelupCheck.main()
