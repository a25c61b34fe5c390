/// The Erlang sources of what runs on the node, which the tools carry along.
enum RuntimeSources {
    /// By name of the module, in alphabetical order.
    static let all: [(module: String, text: [UInt8])] = [
        ("relup_bulk", PackageResources.relup_bulk_erl),
        ("relup_check_acceptors", PackageResources.relup_check_acceptors_erl),
        ("relup_check_connections", PackageResources.relup_check_connections_erl),
        ("relup_check_old_code", PackageResources.relup_check_old_code_erl),
        ("relup_finish_requests", PackageResources.relup_finish_requests_erl),
        ("relup_guard", PackageResources.relup_guard_erl),
        ("relup_info", PackageResources.relup_info_erl),
        ("relup_load_configuration", PackageResources.relup_load_configuration_erl),
        ("relup_load_protocols", PackageResources.relup_load_protocols_erl),
        ("relup_message", PackageResources.relup_message_erl),
        ("relup_process", PackageResources.relup_process_erl),
        ("relup_ranch", PackageResources.relup_ranch_erl),
        ("relup_release", PackageResources.relup_release_erl),
        ("relup_rerun_requests", PackageResources.relup_rerun_requests_erl),
        ("relup_resume_acceptors", PackageResources.relup_resume_acceptors_erl),
        ("relup_resume_channels", PackageResources.relup_resume_channels_erl),
        ("relup_set_variables", PackageResources.relup_set_variables_erl),
        ("relup_sleep", PackageResources.relup_sleep_erl),
        ("relup_suspend_acceptors", PackageResources.relup_suspend_acceptors_erl),
        ("relup_suspend_channels", PackageResources.relup_suspend_channels_erl),
        ("relup_thousand_island", PackageResources.relup_thousand_island_erl),
        ("relup_web", PackageResources.relup_web_erl),
    ]
}
