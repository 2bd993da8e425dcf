/** Settings of projects, groups and users that nobody here changes, as a GitLab 18.9 fresh from the installation answers them. */

const all = <T>(value: T, names: string): Record<string, T> =>
  Object.fromEntries(
    names
      .split(/\s+/)
      .filter((name) => name !== '')
      .map((name) => [name, value]),
  );

/** Of every project, whoever asks (recorded: "project"). */
export const OF_PROJECTS: Record<string, unknown> = {
  ...all(
    'enabled',
    `repository_access_level merge_requests_access_level forking_access_level wiki_access_level builds_access_level snippets_access_level
    analytics_access_level container_registry_access_level releases_access_level environments_access_level feature_flags_access_level
    infrastructure_access_level monitor_access_level model_experiments_access_level model_registry_access_level
    package_registry_access_level requirements_access_level`,
  ),
  ...all('private', 'pages_access_level security_and_compliance_access_level'),
  ...all(
    true,
    `packages_enabled merge_requests_enabled wiki_enabled jobs_enabled snippets_enabled container_registry_enabled emails_enabled
    show_diff_preview_in_email shared_runners_enabled lfs_enabled public_jobs request_access_enabled
    remove_source_branch_after_merge printing_merge_request_link_enabled enforce_auth_checks_on_uploads
    warn_about_potentially_unwanted_characters autoclose_referenced_issues security_and_compliance_enabled duo_remote_flows_enabled
    duo_foundational_flows_enabled`,
  ),
  ...all(
    false,
    `resolve_outdated_diff_discussions service_desk_enabled emails_disabled only_allow_merge_if_pipeline_succeeds
    only_allow_merge_if_all_discussions_are_resolved`,
  ),
  ...all(
    null,
    `marked_for_deletion_at marked_for_deletion_on ci_config_path allow_merge_on_skipped_pipeline merge_request_title_regex
    merge_request_title_regex_description suggestion_commit_message merge_commit_template squash_commit_template issue_branch_template
    max_artifacts_size external_authorization_classification_label`,
  ),
  repository_object_format: 'sha1',
  import_status: 'none',
  description_html: '',
  merge_method: 'merge',
  squash_option: 'default_off',
  shared_with_groups: [],
  compliance_frameworks: [],
};

/** With a licence besides, and with Ultimate. */
export const OF_LICENSED_PROJECTS: Record<string, unknown> = {
  ...all(
    false,
    `mirror merge_pipelines_enabled merge_trains_enabled merge_trains_skip_train_allowed allow_pipeline_trigger_approve_deployment`,
  ),
  ...all(null, 'merge_requests_template'),
  approvals_before_merge: 0,
};
export const OF_ULTIMATE_PROJECTS: Record<string, unknown> = {
  ...all(
    false,
    `only_allow_merge_if_all_status_checks_passed prevent_merge_without_jira_issue duo_sast_fp_detection_enabled
    duo_sast_vr_workflow_enabled`,
  ),
  spp_repository_pipeline_access: true,
};

/** What maintainers see besides (recorded: "subgroup project: made"). */
export const FOR_MAINTAINERS: Record<string, unknown> = {
  ...all(
    true,
    `ci_forward_deployment_enabled ci_forward_deployment_rollback_allowed ci_separated_caches
    ci_allow_fork_pipelines_to_run_in_parent_project keep_latest_artifact group_runners_enabled auto_devops_enabled`,
  ),
  ...all(
    false,
    `ci_job_token_scope_enabled restrict_user_defined_variables ci_push_repository_for_job_token_allowed web_based_commit_signing_enabled`,
  ),
  ...all(null, 'import_url import_type ci_delete_pipelines_in_seconds runner_token_expiration_interval'),
  ci_default_git_depth: 20,
  ci_id_token_sub_claim_components: ['project_path', 'ref_type', 'ref'],
  build_git_strategy: 'fetch',
  ci_pipeline_variables_minimum_override_role: 'developer',
  resource_group_default_process_mode: 'unordered',
  auto_cancel_pending_pipelines: 'enabled',
  build_timeout: 3600,
  auto_devops_deploy_strategy: 'continuous',
};
export const FOR_MAINTAINERS_WITH_LICENCE: Record<string, unknown> = {
  ci_restrict_pipeline_cancellation_role: 'developer',
};
export const FOR_MAINTAINERS_WITH_ULTIMATE: Record<string, unknown> = all(
  false,
  'secret_push_protection_enabled pre_receive_secret_detection_enabled',
);

/** Of every group (recorded: "group", "subgroup: made"). */
export const OF_GROUPS: Record<string, unknown> = {
  ...all(
    false,
    `share_with_group_lock require_two_factor_authentication emails_disabled archived lock_math_rendering_limits_enabled membership_lock`,
  ),
  ...all(
    true,
    'emails_enabled show_diff_preview_in_email lfs_enabled math_rendering_limits_enabled request_access_enabled',
  ),
  ...all(
    null,
    `auto_devops_enabled mentions_disabled default_branch avatar_url max_artifacts_size marked_for_deletion_on ldap_cn ldap_access
    shared_runners_minutes_limit extra_shared_runners_minutes_limit`,
  ),
  two_factor_grace_period: 48,
  project_creation_level: 'developer',
  subgroup_creation_level: 'maintainer',
  default_branch_protection: 2,
  default_branch_protection_defaults: {
    allowed_to_push: [{ access_level: 40 }],
    allow_force_push: false,
    allowed_to_merge: [{ access_level: 40 }],
    developer_can_initial_push: false,
  },
  organization_id: 1,
  shared_runners_setting: 'enabled',
  wiki_access_level: 'enabled',
  shared_with_groups: [],
};
export const OF_LICENSED_GROUPS: Record<string, unknown> = {
  ...all(null, 'ip_restriction_ranges allowed_email_domains_list'),
  ...all(
    false,
    'only_allow_merge_if_pipeline_succeeds allow_merge_on_skipped_pipeline only_allow_merge_if_all_discussions_are_resolved',
  ),
};

/** Of every user (recorded: "users: one"), and of oneself (recorded: "user"). */
export const OF_USERS: Record<string, unknown> = {
  ...all('', 'bio location linkedin twitter discord website_url github job_title organization'),
  ...all(null, 'pronouns work_information local_time'),
};
export const OF_ONESELF: Record<string, unknown> = {
  ...OF_USERS,
  ...all(
    null,
    'last_sign_in_at current_sign_in_at shared_runners_minutes_limit extra_shared_runners_minutes_limit',
  ),
  ...all(true, 'can_create_group can_create_project'),
  ...all(false, 'two_factor_enabled external private_profile'),
  theme_id: 3,
  color_scheme_id: 1,
  projects_limit: 100_000,
  identities: [],
  scim_identities: [],
  preferred_language: 'en',
};
