import BeamFiles
import ErlangTerms
import Releases

@testable import ReleaseDiffs
@testable import RelupChecks

extension ConfigurationProvidersCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("runtime-configuration-lost") {
            $0.target.configuration.hasProviders = true
            $0.callOwn("load_configuration", up: #""1.0""#, down: nil)
        } twin: {
            $0.target.configuration.hasProviders = true
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
        },
        FindingCase("runtime-configuration-lost") {
            $0.target.configuration.hasProviders = true
            $0.call("{shop_text,config_change,[[],[]]}", exporting: LocalFunction("config_change", 2))
        } twin: {
            $0.target.configuration.hasProviders = true
            $0.call("{shop_text,configure,[]}", exporting: LocalFunction("configure", 0))
        },
        FindingCase("configuration-late") {
            $0.target.configuration.hasProviders = true
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
        } twin: {
            $0.target.configuration.hasProviders = true
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
            $0.callOwnFirst("prepare_configuration", up: #""2.0""#, down: nil)
        },
        FindingCase("configuration-window") {
            $0.target.configuration.hasProviders = true
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
            $0.callOwnFirst("prepare_configuration", up: #""2.0""#, down: nil)
        } twin: {
            $0.target.configuration.hasProviders = true
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
            $0.callOwnFirst("prepare_configuration", up: #""1.0""#, down: nil)
        },
        FindingCase("configuration-left-to-call") {
            $0.base.configuration.hasProviders = true
            $0.call("{shop_text,configure,[]}", exporting: LocalFunction("configure", 0))
        } twin: {
            $0.base.configuration.hasProviders = true
            $0.call("{shop_text,configure,[]}", exporting: LocalFunction("configure", 0))
            $0.callOwn("load_configuration", up: nil, down: #""1.0""#)
        },
    ]
}
