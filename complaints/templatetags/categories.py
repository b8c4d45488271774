"""Names of categories in templates."""

from django import template

from complaints.naming import category_label

register = template.Library()
register.filter("category", category_label)
