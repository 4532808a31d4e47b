package dev.bqgovernance.examples.gitops;

/** How the runner is used. */
final class Usage {
  static final String TEXT =
      """
      bq-governance: datasets, grants and views of BigQuery, from files in Git

      java -jar gitops.jar COMMAND DIR [OPTION]...

      DIR is the directory that holds platform.json.

      Commands
        check DIR    say everything that is wrong with the files; with --state, also what stands
                     against their plan
        plan DIR     say what apply would do; changes nothing
        apply DIR    make the cloud as the files say
        drift DIR    say how the cloud has moved away from the files; changes nothing
        export DIR   write the files of what the cloud holds now; their plan is then empty
        help         show this

      Options of planning (give apply the same ones as plan)
        --env=NAME                 the platform as platform.NAME.json has it
        --adopt                    revoke what live datasets grant and the files do not, also
                                   where a dataset is met for the first time
        --max-revocations=N        how many access entries one plan may revoke (10)
        --reauthorize              write every authorization again
        --prune                    delete what carries our label and is no longer in the files
        --replace=DATASET.TABLE    allow this table or view to be deleted and made again;
                                   may be repeated

      Where
        --backend=memory|gcp       an in-memory cloud (default), or Google Cloud
        --state=FILE               the in-memory cloud is loaded from FILE, and apply saves it there;
                                   no such file: an empty cloud; FILE.lock beside it keeps two
                                   runs from writing at once
        --world=FILE               who exists in the in-memory cloud (default: DIR/world.json);
                                   no such file: everybody whom the platform names

      Results
        --format=text|markdown|json   (text)
        --out=FILE                 plan: store the plan, for review and for apply --plan
        --plan=FILE                apply, check: only if FILE is the plan of now, unedited
        --project=ID               export: the project, where neither DIR nor the cloud tells it

      Exit status: 0 done, or nothing to change; 2 plan or drift has found changes; 1 error.
      Results go to standard output. Findings go to standard error, each starting with
      path:line:column, the path as in DIR.
      """;

  private Usage() {}
}
