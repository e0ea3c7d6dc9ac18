"""Links to projects: made for one person each, proved by that person, and watched by staff."""
