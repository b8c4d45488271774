"""Every report that was made so far joins the dossier of its period and version. Re-runnable."""

from collections import defaultdict

from django.db import migrations

KEY = ("state", "scope", "start", "end", "version")


def fill(apps, schema_editor):
    Report, Dossier = apps.get_model("reporting", "Report"), apps.get_model("reporting", "Dossier")
    together = defaultdict(list)
    for report in Report.objects.filter(dossier=None).order_by("asked_at", "id"):
        together[tuple(getattr(report, name) for name in KEY)].append(report)
    for key, reports in together.items():
        same = dict(zip(KEY, key, strict=True))
        dossier = Dossier.objects.filter(**same).first() or Dossier.objects.create(**same, **_life(reports))
        Report.objects.filter(pk__in=[report.pk for report in reports]).update(dossier=dossier)


def _life(reports):
    """Published where one of its public reports was, else a draft: there was nothing between."""
    figures = {report.edition: report.snapshot for report in reports}
    made = {
        "internal": figures.get("internal"),
        "public": figures.get("public"),
        "made_at": reports[0].asked_at,
        "made_by": reports[0].asked_by,
    }
    shown = [report for report in reports if report.published_at]
    if not shown:
        return made
    first = min(shown, key=lambda report: report.published_at)
    names = ("issued_at", "issued_by", "published_at", "published_by")
    return {**made, "stage": "published", **{name: getattr(first, name) for name in names}}


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_periodic")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
