package dev.bqgovernance.examples.gitops;

/** The help of the runner. */
final class HelpText {
  static final String TEXT =
      """
      bq-governance: manage BigQuery datasets, grants and views from files in Git

      Usage: java -jar gitops.jar COMMAND DIR [OPTION]...

      DIR is the directory that contains platform.json.

      Commands
        check DIR    report all errors in the files; with --state, also those of their plan
        plan DIR     show what apply would change; changes nothing
        apply DIR    change the cloud to match the files
        drift DIR    show how the cloud differs from the files; changes nothing
        export DIR   write the current content of the cloud as files; their plan is empty
        grant GROUP ROLE DATASET --for=LENGTH --reason=TEXT
                     grant temporary access without changing the files: until it expires, plan
                     and drift report the grant as intended; afterwards, apply revokes it
        who-can-read DIR TABLE[.COLUMN]
                     list the principals that can see a table or column, and the paths
        what-can-read DIR PRINCIPAL
                     list the columns of base tables that a principal can see, and the paths
        explain DIR PRINCIPAL TABLE[.COLUMN]
                     explain access hop by hop, or list the paths tried; exit status 3 for no
        delta DIR_BEFORE DIR_AFTER
                     show who gains and who loses access, other rows, powers, and which guards
                     change; a DIR_AFTER without platform.json is applied to DIR_BEFORE as a
                     patch
        matrix DIR   show what each principal sees of each layer
        help         show this help

      Planning (pass apply the same options as plan)
        --env=NAME                 apply the overlay platform.NAME.json
        --before=DIR               compare the guards with those of the declaration in DIR
        --adopt                    start managing live datasets that are not managed yet: revoke
                                   grants that the files do not declare
        --max-revocations=N        the most access entries that a plan may revoke (default: 10)
        --reauthorize              rewrite every authorization
        --prune                    delete resources with our label that are no longer declared
        --resend                   rewrite passwords and accounts, which cannot be compared
        --unchecked=RULE           let this rule pass where no SQL engine can check it;
                                   repeatable
        --replace=DATASET.TABLE    allow this table or view to be deleted and recreated;
                                   repeatable

      Cloud
        --backend=memory|gcp       the in-memory cloud (default), or Google Cloud
        --state=FILE               load the in-memory cloud from FILE; apply and grant save it
                                   there. Without FILE the cloud is empty. FILE.lock prevents
                                   two runs from writing at once
        --world=FILE               the principals and projects of the in-memory cloud (default:
                                   DIR/world.json); without it, all principals that the platform
                                   names exist

      Questions
        TABLE[.COLUMN]             dataset.table or project.dataset.table, optionally followed by
                                   .column
        PRINCIPAL                  group:..., user:..., serviceAccount:..., domain:...
        --batch=FILE               explain: read a question from each line of FILE, written as
                                   PRINCIPAL TABLE.COLUMN; print a line of JSON for each
        Group memberships and project roles come from world.json. With --state=FILE the answers
        are about the in-memory cloud, otherwise about the files.

      Temporary grants
        GROUP                      the address of a group, or group:..., user:...,
                                   serviceAccount:...
        ROLE                       READER, WRITER, OWNER, or an IAM role such as
                                   roles/bigquery.metadataViewer
        DATASET                    project.dataset, or dataset if only one project has datasets
        --for=LENGTH               the duration, such as 30m, 2h or 3d; at most 90 days. A new
                                   grant of the same role replaces the previous one
        --reason=TEXT              the reason, which is stored in the access list
        The in-memory cloud needs --state=FILE.

      Output
        --format=text|markdown|json   the format of results (default: text)
        --json                     the same as --format=json
        --out=FILE                 plan: store the plan, for review and for apply --plan
        --plan=FILE                apply, check: fail unless FILE is the current plan, unedited
        --fix                      check: correct authorized_views.json to match the SQL
        --project=ID               export: the project, if neither DIR nor the cloud names one

      Exit status
        0  success, no changes, or the answer yes
        1  error
        2  plan or drift found changes; with --before, also changes of guards alone
        3  the answer of explain is no

      Results go to standard output. Findings go to standard error; each starts with
      path:line:column, where the path is relative to DIR.
      """;

  private HelpText() {}
}
