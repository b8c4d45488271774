"""What an administrator sets about the procedure itself: clocks, categories' names, where grave cases go."""
