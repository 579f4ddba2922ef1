"""Shortlist: how a supplier gets itself qualified by its largest buyers. Start here.

A room is a folder named by a noun of the trade. Low to high; a room may import those below it:

    kit          settings, database, clock, ids: could move to another product unchanged
    web          pages, forms, errors, languages; its front/ holds TypeScript and CSS
    trail        append-only record of who did what, in one Merkle tree
    people       persons, roles, who may what (rules.py, policy.yaml), who is signed in (doors.py)
    mail         the outbox, how each person wants to be told, the one sender
    suppliers    the supplier, its sites with traits, their zones
    checklists   YAML files -> a checked, immutable, hashed edition; browsing
    programmes   buyers and their schemes as data; scoring/ is the pure engine
    audits       one examination of one site against one edition
    evidence     files and photographs, by their hash
    answers      what was recorded per item and zone: revisions, two times, the fold, progress
    practices    what a site does so well that others should do it too
    findings     what was found wrong, how grave, its clocks, closed or not
    comments     what people say to each other on a finding or an action, with files
    confirmations  what the buyer says of a closed finding: its guest confirms, or sends it back
    actions      what is done about it; verification by another person re-rates the item
    readiness    what a programme says of a site on a date; the trend
    remediation  board, table, tasks and figures of those who track findings
    reminders    driven by time: what is due, who is told when it is late, the weekly digest
    exchange     what crosses the border: the calendar feed
    reports      frozen documents, drawn outside requests by the one call of WeasyPrint (draw.py)
    tables       names every table once
    main, cli    the web application, the `shortlist` command
    demo, bench  a supplier with three years of rounds; the figures that we promise

In a room the same words always mean the same thing:

    rules    vocabulary and arithmetic, pure        forms    untrusted input -> typed value
    models   tables                                 queries  every SELECT
    changes  every verb: checks, writes, records on the trail, never commits
    doors    let a request in: the thing it names, if the person may know of it
    routes   pages: parse, authorise, verb, commit, render       api  the same in JSON
    pages/   the templates of routes.py

The path of one request, POST /findings/F-0007/closure: `people.doors.enter` looks the route up in
policy.yaml and the person up by the cookie (unknown route or person: refused) -> the door
`VisibleFinding` fetches the finding through the person, or 404s, and asks whether they may do this
at its site, or 403s -> `Submitted[CloseFinding]` holds the form, parsed or as typed with its
problems -> the verb `close_verified` writes the closure and its trail entry, or raises a `Refusal`
-> the route commits and answers 303. Two at once: the closure's key lets one through, and
web/errors.py turns the other's IntegrityError into a 409.
"""
